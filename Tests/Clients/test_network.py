"""The way to the provider that the environment chooses: a proxy, and a certificate of a stand-in by https."""

import json
import secrets
import select
import socket

import loopback
from certificates import certificate
from lockstep import LockstepTest
from sandbox import BUILT


class Provider(loopback.Handler):
    """Who the credential belongs to, and an empty listing."""

    def do_GET(self):
        self.server.seen.append(self.headers.get("Authorization", ""))
        listing = self.path.startswith("/v4/profile/tokens")
        page = {"data": [], "page": 1, "pages": 1, "results": 0}
        body = json.dumps(page if listing else {"username": self.server.user, "restricted": False}).encode()
        self.send_response(200)
        for field in ("X-OAuth-Scopes", "*"), ("X-Customer-UUID", "stub"), ("Content-Length", str(len(body))):
            self.send_header(*field)
        self.end_headers()
        self.wfile.write(body)


class Proxy(loopback.Handler):
    """A tunnel; remembers all that it is told."""

    def do_CONNECT(self):
        self.server.seen.append(str(self.headers))
        host, _, port = self.path.rpartition(":")
        with socket.create_connection((host, int(port))) as far:
            self.send_response(200)
            self.end_headers()
            near = self.connection
            while True:
                for end in select.select([near, far], [], [], 30)[0]:
                    data = end.recv(65536)
                    if not data:
                        return
                    (far if end is near else near).sendall(data)


class Network(LockstepTest):
    def setUp(self):
        self.certificate, context = certificate(self.folder)
        self.provider = loopback.Server(Provider, context)
        self.proxy = loopback.Server(Proxy)
        for server in self.provider, self.proxy:
            server.seen = []
            self.addCleanup(server.close)
        self.provider.user, self.secret = "somebody", secrets.token_hex(32)
        self.address = {"LOCKSTEP_LINODE_URL": f"https://{self.provider.place}"}

    def login(self, name, **variables):
        words = [BUILT / "lockstep", "login", name, "--token-stdin"]
        return self.run_program(*words, env=self.settings | self.address | variables, input=self.secret)

    def test_a_proxy_and_a_certificate_are_named_and_the_proxy_gets_no_header(self):
        keys = self.folder / "keys"
        code, _, err = self.login("proxied", HTTPS_PROXY=f"http://{self.proxy.place}",
                                  SSL_CERT_FILE=str(self.certificate), SSLKEYLOGFILE=str(keys))  # fmt: skip
        self.assertEqual(code, 0, err)
        self.assertEqual(err.count("proxy: HTTPS_PROXY; certificates: SSL_CERT_FILE"), 1, err)
        self.assertTrue(self.proxy.seen)
        self.assertNotIn("uthorization", "".join(self.proxy.seen))
        self.assertEqual(set(self.provider.seen), {f"Bearer {self.secret}"})
        self.assertFalse(keys.exists())

    def test_a_host_without_a_proxy_and_a_proxy_of_another_kind_are_left_alone(self):
        proxy = f"http://{self.proxy.place}"
        direct = {"HTTPS_PROXY": proxy, "no_proxy": "127.0.0.1", "SSL_CERT_FILE": str(self.certificate)}
        code, _, err = self.login("direct", **direct)
        self.assertEqual(code, 0, err)
        self.assertIn("proxy: HTTPS_PROXY, no_proxy;", err)
        code, _, err = self.login("other", http_proxy=proxy, HTTP_PROXY=proxy, SSL_CERT_FILE=str(self.certificate))
        self.assertEqual(code, 0, err)
        self.assertNotIn("proxy:", err)
        self.assertEqual(self.proxy.seen, [])

    def test_a_certificate_that_nobody_vouches_for_gets_nothing(self):
        for variables in {}, {"CURL_CA_BUNDLE": str(self.certificate)}, {"SSL_CERT_FILE": "/nowhere"}:
            code, _, err = self.login("unproven", **variables)
            self.assertEqual(code, 7, err)
        self.assertEqual(self.provider.seen, [])

    def test_a_piece_of_the_credential_is_no_users_name(self):
        self.provider.user = "user " + self.secret[30:38]
        code, out, err = self.login("echo", SSL_CERT_FILE=str(self.certificate))
        self.assertEqual(code, 7, err)
        self.assertIn("repeats a piece of the credential", err)
        self.assertNotIn(self.secret[30:38], out + err)

    def through_agent(self, name, surroundings, **variables):
        """An account, and an agent that is started in other surroundings than it is asked in: exit code and stderr."""
        code, _, err = self.login(name, SSL_CERT_FILE=str(self.certificate))
        self.assertEqual(code, 0, err)
        folder = self.folder / f"run-{name}"
        folder.mkdir(mode=0o700)
        settings = self.settings | {"LOCKSTEP_SOCKET": str(folder / "agent.sock")}
        for start in ["agent", "start"], ["unlock"]:
            code, _, err = self.run_program(BUILT / "lockstep", *start, env=settings | surroundings)
            self.assertEqual(code, 0, err)
        self.addCleanup(self.run_program, BUILT / "lockstep", "agent", "stop", env=settings)
        for server in self.provider, self.proxy:
            server.seen = []
        words = ["list", "--remote", "--account", name, "--no-input"]
        settings = settings | {"LOCKSTEP_KEY_FILE": "", "LOCKSTEP_LINODE_URL": ""}
        code, _, err = self.run_program(BUILT / "lockstep", *words, env=settings | variables)
        return code, err

    def test_a_request_goes_by_the_proxy_of_who_asks_the_agent(self):
        proxy = {"HTTPS_PROXY": f"http://{self.proxy.place}"}
        certificate = {"SSL_CERT_FILE": str(self.certificate)}
        code, err = self.through_agent("asked", certificate, **proxy)
        self.assertEqual((code, len(self.provider.seen)), (0, 1), err)
        self.assertTrue(self.proxy.seen)
        self.assertEqual(err.count("proxy: HTTPS_PROXY"), 1, err)

    def test_a_request_goes_by_no_proxy_of_the_agent(self):
        proxy = {"HTTPS_PROXY": f"http://{self.proxy.place}"}
        certificate = {"SSL_CERT_FILE": str(self.certificate)}
        code, err = self.through_agent("own", certificate | proxy)
        self.assertEqual((code, len(self.provider.seen)), (0, 1), err)
        self.assertEqual(self.proxy.seen, [])

    def test_whoever_asks_the_agent_has_it_trust_no_certificate(self):
        code, err = self.through_agent("trusting", {}, SSL_CERT_FILE=str(self.certificate))
        self.assertEqual((code, self.provider.seen), (7, []), err)
