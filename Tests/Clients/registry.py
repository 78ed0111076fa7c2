"""A container registry on this machine, as far as logging in and asking for a manifest go."""

import hashlib
import json

import loopback

KIND = "application/vnd.docker.distribution.manifest.v2+json"
IMAGE = json.dumps({"architecture": "amd64", "os": "linux", "rootfs": {"type": "layers", "diff_ids": []}}).encode()
CONFIGURATION = {
    "mediaType": "application/vnd.docker.container.image.v1+json",
    "size": len(IMAGE),
    "digest": "sha256:" + hashlib.sha256(IMAGE).hexdigest(),
}
MANIFEST = json.dumps({"schemaVersion": 2, "mediaType": KIND, "config": CONFIGURATION, "layers": []}).encode()


class Registry(loopback.Server):
    """Lets in whoever has the name and the password."""

    def __init__(self, name, password, context):
        self.wanted, self.let_in, self.refused = (name, password), 0, 0
        super().__init__(Handler, context)


class Handler(loopback.Handler):
    def do_GET(self):
        right = self.basic() == self.server.wanted
        self.server.let_in += right
        self.server.refused += not right
        self.send_response(200 if right else 401)
        self.send_header("Docker-Distribution-Api-Version", "registry/2.0")
        body = b"{}" if not right else MANIFEST if "/manifests/" in self.path else IMAGE
        self.send_header("Content-Type", KIND)
        if not right:
            self.send_header("WWW-Authenticate", 'Basic realm="registry"')
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    do_HEAD = do_GET
