"""Connections to the open network alone: none to this machine, none to the network it stands in."""

from __future__ import annotations

import socket
from ipaddress import IPv6Address, ip_address

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection

from corpus.errors import FetchProblem


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the open network."""
    ip = ip_address(address.split("%")[0])
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    return ip.is_global and not ip.is_multicast


class _PublicOnly(HTTPConnection):
    """Asks the name server first, and looks again at the one connected to: a name may change its mind."""

    def _new_conn(self) -> socket.socket:
        try:
            found = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        except (socket.gaierror, UnicodeError) as error:
            raise FetchProblem("no_host", self.host) from error
        if not all(is_public(str(entry[4][0])) for entry in found):
            raise FetchProblem("private", self.host)
        connected = super()._new_conn()
        if not is_public(str(connected.getpeername()[0])):
            connected.close()
            raise FetchProblem("private", self.host)
        return connected


class _PublicOnlyTLS(_PublicOnly, HTTPSConnection):
    pass


class PublicHTTPPool(urllib3.HTTPConnectionPool):
    ConnectionCls = _PublicOnly


class PublicHTTPSPool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _PublicOnlyTLS
