"""A program that asks the agent in ways of its own; each is one way to seem to be the granted program.

Called as: asking.py WAY SOCKET FRAME GRANTED [REQUEST]. Prints what came: the kind of each answer, and a token string. A request that is no
hand-out has two frames: the second one goes to the worker.
"""

import os
import socket
import struct
import sys

from speaking import VERSION, Speaker, framed

TOKEN, FAILURE, CHALLENGE, WORKING = 4, 7, 10, 12
# What a worker tells meanwhile.
NEWS = 1
PROOF = 7


class Asker(Speaker):
    def answer(self):
        """The kind of an answer, what is behind it, and its secret; None at the end."""
        try:
            body, secret = super().answer()
        except ConnectionError:
            return None
        return body[2], body[3:], secret

    def rest(self, proves=lambda frame: frame):
        """Prints all answers, and sends the proof of each challenge so."""
        while answer := self.answer():
            kind, data, secret = answer
            if kind == NEWS:
                continue
            print(kind, secret.decode(), flush=True)
            if kind == WORKING:
                self.socket.sendall(bytes.fromhex(sys.argv[5]))
                continue
            if kind != CHALLENGE:
                return
            self.socket.sendall(proves(framed(struct.pack(">HB", VERSION, PROOF) + data)))


def become(program):
    os.execv(program, [program, "100"])


def main(way, path, frame, granted):
    frame = bytes.fromhex(frame)
    asker = Asker(path)
    if way == "itself":
        asker.socket.sendall(frame)
        asker.rest()
    elif way == "twice":
        for _ in range(2):
            asker.socket.sendall(frame)
            asker.rest()
    elif way == "wrong number":
        asker.socket.sendall(frame)
        asker.rest(lambda proof: proof[:-1] + bytes([proof[-1] ^ 1]))
    elif way == "more than the number":
        asker.socket.sendall(frame)
        asker.rest(lambda proof: proof + frame)
    elif way == "hangs up":
        asker.socket.sendall(frame)
        print(asker.answer()[0])
    elif way == "passes it on":
        # The one who connected has ended when the other asks.
        if os.fork() == 0:
            connection = asker.socket.detach()
            os.set_inheritable(connection, True)
            os.execv(granted, [granted, __file__, "goes on", path, frame.hex(), str(connection), *sys.argv[5:]])
        os.wait()
    else:
        child_asks(way, asker, frame, granted)


def child_asks(way, asker, frame, granted):
    """The one who connected becomes the granted program; its child has the connection."""
    read, write = os.pipe()
    if child := os.fork():
        if way == "asks and becomes another":
            asker.socket.sendall(frame)
        os.write(write, b"x")
        # Nobody waits for the child but the test, which reads what it prints to the end.
        become(granted)
    os.read(read, 1)
    parent = f"/proc/{os.getppid()}/exe"
    while os.readlink(parent) != granted:
        pass
    if way == "becomes another":
        asker.socket.sendall(frame)
    asker.rest()
    os.kill(os.getppid(), 9)


if __name__ == "__main__":
    if sys.argv[1] == "goes on":
        asker = Asker.__new__(Asker)
        asker.socket = socket.socket(fileno=int(sys.argv[4]))
        asker.socket.settimeout(30)
        asker.socket.sendall(bytes.fromhex(sys.argv[3]))
        asker.rest()
    else:
        main(*sys.argv[1:5])
