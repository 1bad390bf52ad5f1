"""On PYTHONPATH: no socket to another machine can be opened, in this process or its workers."""

import socket


class LocalSocket(socket.socket):
    def __init__(self, family=-1, *rest, **options):
        if family in (-1, socket.AF_INET, socket.AF_INET6):
            raise PermissionError("no network here")
        super().__init__(family, *rest, **options)


def refuse(*_, **__):
    raise PermissionError("no network here")


socket.socket = LocalSocket
socket.create_connection = socket.getaddrinfo = refuse
