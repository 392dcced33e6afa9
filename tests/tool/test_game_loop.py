#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Runs the example game_loop, which must not allocate memory.

Usage: test_game_loop.py GAME_LOOP [NO_ALLOCATION ECHO_SERVER]

NO_ALLOCATION is a library that ends a program if the program allocates memory after listen(). The echo server allocates
memory, so the test runs this server to check that NO_ALLOCATION works.
"""

import os
import re
import socket
import struct
import subprocess
import sys
import time

sys.dont_write_bytecode = True

import wire
from checks import ACCEPT, GUARD, check, finish, patiently, runner, skip
from wire import BINARY, CLOSE, PING, PONG, TEXT, frame, get, handshake

GAME, *OTHERS = map(os.path.abspath, sys.argv[1:])
run = runner(GAME)
SEATS = 64
CLOSES = re.compile(rb"\r\nConnection: (.*, )?close\r\n")
NO_ALLOCATION = {**os.environ, "LD_PRELOAD": OTHERS[0]} if OTHERS else None


def Client(first=b""):
    return wire.Client(PORT, first)


def place(x, y=0):
    return struct.pack(">ii", x, y)


def move(x, y=0):
    return frame(BINARY, place(x, y))


class Player(wire.Client):
    """A player with a seat in the game. If no seat is free, the player waits until the players of the previous test
    have left."""

    def __init__(self, more=b""):
        limit = time.monotonic() + GUARD
        while True:
            super().__init__(PORT, handshake("/game") + more)
            status, head, _ = self.response()
            if status != 503 or time.monotonic() > limit:
                break
            self.socket.close()
        assert status == 101 and ACCEPT in head, head
        opcode, own = self.message()
        assert opcode == BINARY and own[1:] == place(0), own
        self.number = own[0]

    def sees(self, number, what):
        """Waits until the game reports that the player `number` is at the place `what`. If a player sends several
        places within one tick, the game reports only the last place."""
        wanted = (BINARY, bytes([number]) + what)
        while self.message() != wanted:
            pass
        return True


def test_players():
    with Player() as one, Player(more=move(7, -7)) as two:
        check("a place in one piece with the head is told", one.sees(two.number, place(7, -7)))
        one.send(move(1))
        check("another place is told", two.sees(one.number, place(1)))
        one.send(frame(PING, b"now"))
        check("a ping is answered", one.message() == (PONG, b"now"))
        octets = move(2) + move(3)
        for at in range(len(octets)):
            one.send(octets[at : at + 1])
        check("frames byte by byte are read", two.sees(one.number, place(3)))
        for x in range(2000):
            one.send(move(x))
        check("more input than a tick reads is read later", two.sees(one.number, place(1999)))
        one.send(frame(CLOSE, struct.pack(">H", 1000) + b"bye"))
        check("Close is answered", one.message() == (CLOSE, struct.pack(">H", 1000)) and one.at_end())
        check("the other players are told of a Close", two.sees(one.number, b""))
        three = Player()
        check("a free seat is given again", three.number == one.number)
        check("a new player is told the place of another one", three.sees(two.number, place(7, -7)))
        three.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        three.socket.close()
        check("the other players are told of a reset", two.sees(three.number, b""))
        with Player() as four:
            four.send(move(4))
            four.half_close()
            check("a player that closes its sending direction gets the end", four.ends())
        check("the other players are told that it has left", two.sees(four.number, b""))
    request = handshake()
    with Client() as dripping:
        for at in range(len(request)):
            dripping.send(request[at : at + 1])
        check("a handshake byte by byte opens", dripping.response()[0] == 101)


def test_frames():
    for what, data, code in (
        ("text", frame(TEXT, b"x"), 1003),
        ("a fragment", frame(BINARY, place(1), final=False), 1003),
        ("a message of another size", frame(BINARY, b"x"), 1003),
        ("a frame without mask", frame(BINARY, place(1), mask=b""), 1002),
        ("a reserved opcode", frame(5, b"x"), 1002),
        ("a reserved bit", bytes([0xC2]) + move(1)[1:], 1002),
        ("a large message", frame(BINARY, bytes(200)), 1009),
    ):
        with Player() as player:
            player.send(data)
            opcode, reason = player.message()
            while opcode != CLOSE:
                opcode, reason = player.message()
            check(f"{what}: {code}", reason == struct.pack(">H", code) and player.at_end(), reason)


def test_refused():
    for what, data, status in (
        ("a plain request", get(), 426),
        ("a bad key", handshake().replace(b"Q==", b"Q="), 400),
        ("TLS", b"\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03" + bytes(300), 400),
        ("a head that is too large", b"GET / HTTP/1.1\r\nHost: a\r\n" + (b"A: " + b"b" * 1000 + b"\r\n") * 6, 431),
    ):
        with Client(data) as client:
            got, head, _ = client.response()
            check(f"{what}: {status}", got == status and CLOSES.search(head) and client.at_end(), head)
    with Client(b"GET / HTTP/1.1\r\nHost") as client:
        client.half_close()
        check("half a head is answered 400", client.response()[0] == 400 and client.at_end())
    with Client(b"GET / HTTP/1.1\r\nHost") as slow, Client() as silent:
        check("a slow head is answered 408", slow.response()[0] == 408 and slow.at_end())
        check("a silent client gets no answer", silent.at_end())


def test_full():
    players = [Player() for _ in range(SEATS)]
    check("all players get a seat", sorted(player.number for player in players) == list(range(SEATS)))
    players[0].send(move(1))
    check("all players are told a place", all(player.sees(players[0].number, place(1)) for player in players[1:]))
    for what, request in (("one player more than seats", handshake()), ("one silent player more than seats", b"")):
        with Client(request) as client:
            status, head, body = client.response()
            complete = body != b"" and b"\r\nRetry-After: " in head and CLOSES.search(head)
            check(f"{what}: 503", status == 503 and complete and client.at_end(), (head, body))
    crowd = [Client(handshake()) for _ in range(100)]
    statuses = [client.response()[0] for client in crowd]
    check("more players than seats get 503", statuses == [503] * len(crowd), statuses)
    for client in crowd:
        client.socket.close()
    lazy = players[5]
    for x in range(3000):
        players[0].send(move(x))
    check("players are told a place while another one does not read", players[6].sees(players[0].number, place(2999)))
    check("a player that does not read is told the last place, too", lazy.sees(players[0].number, place(2999)))
    loud = players[7]
    loud.socket.settimeout(0.5)
    try:
        loud.send(frame(PING, b"x" * 125) * 20000)
    except TimeoutError:
        pass  # the game stops reading from a player that does not read the game's answers
    players[8].send(move(8))
    check("a player that sends much does not stop another", players[9].sees(players[8].number, place(8)))
    players[3].send(frame(CLOSE))
    while players[3].message()[0] != CLOSE:
        pass
    check("a player leaves", players[3].at_end())
    with Player() as late:
        check("another player gets the free seat", late.number == players[3].number)
    for player in players:
        player.socket.close()


def test_end(ticks):
    """Checks the end of a game of `ticks` ticks. The client has to connect before the end."""
    game, port = wire.start(GAME, "--ticks", str(ticks))
    with wire.Client(port, handshake()) as client:
        client.response()
        client.message()
        check("the end of the game is told", client.message() == (CLOSE, struct.pack(">H", 1001)) and client.at_end())
    check("the game ends after the given ticks", game.wait(GUARD) == 0)
    game.stdout.close()


def test_arguments():
    patiently(test_end, 30, 300, 3000)
    for arguments in (("--fly", "1"), ("--port",)):
        result = run(*arguments)
        check(" ".join(arguments), result.returncode == 2 and result.stderr.startswith(b"Usage: "), result)


def test_no_allocation():
    if not NO_ALLOCATION:
        return skip("allocations: the build has a sanitizer, which allocates, or a C library that is not glibc")
    check("the game allocated nothing", server.poll() is None)
    other = subprocess.run([OTHERS[1]], env=NO_ALLOCATION, capture_output=True, timeout=GUARD)
    check("a program that allocates is ended", (other.returncode, other.stderr) == (70, b"an allocation\n"), other)


server, PORT = wire.start(GAME, env=NO_ALLOCATION)
try:
    finish(
        test_players,
        test_frames,
        test_refused,
        test_full,
        test_arguments,
        test_no_allocation,
        lambda: check("the game still runs after all tests", server.poll() is None),
    )
finally:
    server.kill()
