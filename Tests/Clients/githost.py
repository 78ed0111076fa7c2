"""A git host on this machine: smart HTTP by git's own `git http-backend`, behind Basic authentication."""

import os
import subprocess

import loopback


class Host(loopback.Server):
    """Lets in whoever has one of the passwords, under any name; remembers the names."""

    def __init__(self, folder, passwords):
        self.folder, self.passwords, self.names, self.refused = folder, set(passwords), [], 0
        super().__init__(Handler)
        self.url = f"http://{self.place}"


class Handler(loopback.Handler):
    def do_GET(self):
        name, password = self.basic()
        if password not in self.server.passwords:
            self.server.refused += bool(password)
            self.send_response(401)
            self.send_header("WWW-Authenticate", 'Basic realm="git"')
            self.send_header("Content-Length", "0")
            return self.end_headers()
        self.server.names.append(name)
        path, _, query = self.path.partition("?")
        length = self.headers.get("Content-Length", "0")
        variables = {
            "PATH": os.environ["PATH"], "GIT_PROJECT_ROOT": str(self.server.folder), "GIT_HTTP_EXPORT_ALL": "1",
            "REQUEST_METHOD": self.command, "PATH_INFO": path, "QUERY_STRING": query, "REMOTE_USER": name,
            "CONTENT_TYPE": self.headers.get("Content-Type", ""), "CONTENT_LENGTH": length,
            "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
            "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""), "GIT_CONFIG_GLOBAL": "/dev/null",
            "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": "*",
        }  # fmt: skip
        body = self.rfile.read(int(length))
        done = subprocess.run(["git", "http-backend"], env=variables, input=body, capture_output=True, timeout=30)
        head, _, content = done.stdout.partition(b"\r\n\r\n")
        fields = dict(line.split(": ", 1) for line in head.decode().split("\r\n"))
        self.send_response(int(fields.pop("Status", "200").split()[0]))
        for field in fields.items():
            self.send_header(*field)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_POST = do_GET
