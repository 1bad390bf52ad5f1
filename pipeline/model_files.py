"""Whether a trained model is the one that was chosen: a digest of the files that are loaded.

pip checks the hash of a package when it installs it; this finds what changed afterwards, and a
package of the same name from elsewhere. `models/<lang>/config.cfg` lists the digests.
"""

import hashlib
from pathlib import Path

SHARED = ("config.cfg", "tokenizer", "vocab")
"""What every component of a model needs."""


def digest_of(folder: Path, parts: list[str]) -> str:
    """The SHA-256 of names and bytes of all files of the `parts` of a model below `folder`."""
    digest = hashlib.sha256()
    for part in sorted({*SHARED, *parts}):
        path = folder / part
        files = [path] if path.is_file() else sorted(p for p in path.rglob("*") if p.is_file())
        for file in files:
            digest.update(f"{file.relative_to(folder).as_posix()}\0".encode())
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()
