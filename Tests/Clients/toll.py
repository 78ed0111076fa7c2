"""A server in front of the sandbox that counts: requests in flight, and those that are more than it takes."""

import collections
import contextlib
import http.client
import select
import threading
import time

import loopback

RATE = "x-ratelimit-"


class Toll(loopback.Server):
    """Passes requests on; `limit` of them a token and `window` seconds, listings apart. Those of a path in `held` wait for `opened`, or until who asks hangs up."""

    request_queue_size = 128

    def __init__(self, sandbox):
        super().__init__(Passing)
        self.sandbox, self.url = sandbox, "http://" + self.place
        self.limit, self.window, self.latency = 1_000_000, 3, 0.05
        self.lock, self.counted = threading.Lock(), collections.Counter()
        self.now, self.most, self.refused, self.seen, self.first = 0, 0, 0, [], 0
        self.held, self.opened = set(), threading.Event()

    def begin(self, path, credential, is_listing):
        """How many more it takes of the kind, less than none where this one is too many; and when it counts anew."""
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
            self.seen.append(path)
            window = (int(time.time()) - self.first) // self.window
            self.counted[window, credential, is_listing] += 1
            left = self.limit - self.counted[window, credential, is_listing]
            self.refused += left < 0
            return left, self.first + (window + 1) * self.window

    def narrow(self, limit):
        """Counts anew from now on, and to this limit."""
        with self.lock:
            self.counted.clear()
            self.limit, self.most, self.first = limit, 0, int(time.time())

    def end(self):
        with self.lock:
            self.now -= 1


class Passing(loopback.Handler):
    def pass_on(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        is_listing = self.command == "GET" and "?" in self.path
        left, reset = self.server.begin(self.path, self.headers["Authorization"], is_listing)
        time.sleep(self.server.latency)
        while self.path in self.server.held and not self.server.opened.wait(0.01):
            if select.select([self.connection], [], [], 0)[0]:  # It hung up.
                return self.server.end()
        status, headers, answer = self.ask(body) if left >= 0 else (429, [], b'{"errors":[{"reason":"Too many requests"}]}')
        # Before the answer: whoever has it may begin another one.
        self.server.end()
        with contextlib.suppress(ConnectionError):  # Whoever asked may be gone.
            self.answer(status, headers, answer, left, reset)

    def answer(self, status, headers, answer, left, reset):
        self.send_response(status)
        for name, value in headers:
            if not name.lower().startswith(RATE) and name.lower() in ("content-type", "x-oauth-scopes"):
                self.send_header(name, value)
        self.send_header("X-RateLimit-Remaining", str(max(left, 0)))
        self.send_header("X-RateLimit-Reset", str(reset))
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def ask(self, body):
        sandbox = http.client.HTTPConnection(self.server.sandbox)
        names = ("Authorization", "Content-Type")
        sandbox.request(self.command, self.path, body or None, {name: self.headers[name] for name in names if name in self.headers})
        answer = sandbox.getresponse()
        with contextlib.closing(sandbox), answer:
            return answer.status, answer.getheaders(), answer.read()

    do_GET = do_POST = do_PUT = do_DELETE = pass_on
