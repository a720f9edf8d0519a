"""No test reaches anything but this machine."""

import socket

import pytest


def test_the_network_is_closed():
    with pytest.raises(UserWarning, match="tried to use socket"), socket.socket() as outside:
        outside.connect(("192.0.2.1", 80))
