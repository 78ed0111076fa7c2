"""The agent's socket for systemd, asked by clients that bind the address that systemd binds (LoadCredential=)."""

import json
import os
import select
import socket
import unittest

from rooted import needs_root
from sandbox import BUILT
from unprivileged import UnprivilegedTest

# A client of its own, as systemd is one: says what it was given.
CLIENT = """
import socket, sys
client = socket.socket(socket.AF_UNIX)
client.bind(b"\\0" + sys.argv[2].encode()) if sys.argv[2] else None
client.connect(sys.argv[1])
while said := client.recv(4096):
    sys.stdout.buffer.write(said)
"""


class Address(UnprivilegedTest):
    """The agent belongs to a user; the system's manager connects as root."""

    def given(self, unit, label="one", address=None):
        """What this user (root, where the test needs it) is given that says to be systemd on behalf of a unit."""
        name = f"{os.urandom(8).hex()}/unit/{unit}/{label}" if address is None else address
        code, out, err = self.run_program("python3", "-c", CLIENT, self.credentials, name)
        self.assertEqual(code, 0, err)
        return out

    def given_to_user(self, unit):
        name = f"{os.urandom(8).hex()}/unit/{unit}/one"
        return self.as_user("python3", "-c", CLIENT, self.credentials, name)[1]

    def told(self):
        """The newest entry of the audit log."""
        return json.loads(self.as_user(BUILT / "lockstep", "audit", "--json")[1])["entries"][-1]

    def test_whoever_asks_as_systemd_does_is_given_the_string_and_the_log_has_it(self):
        with self.agent():
            self.assertEqual(self.given("web.service"), self.string)
            self.assertEqual(self.told()["detail"], "credential systemd")

    def test_an_address_that_asks_for_nothing_is_given_nothing(self):
        with self.agent():
            wrong = ["", "x", "x/unit/web.service", "/unit/web.service/one", "x/unit//one", "x/unit/web.service/",
                     "x/slice/web.service/one", "x/unit/web.service/one/", "x/unit/web.service/%", "x/unit/web.service/%6",
                     "x/unit/web.service/%+f", "x/unit/web.service/%ff", "x/unit/web.service/two"]  # fmt: skip
            for address in wrong:
                with self.subTest(address):
                    self.assertEqual(self.given(None, address=address), "")
            self.assertEqual(self.given("web.service", "%6fne"), self.string)

    def test_the_unit_that_an_address_names_is_not_believed(self):
        self.as_user(BUILT / "lockstep", "grant", "one", "--unit", "web.service")
        try:
            with self.agent():
                for asks in (self.given, self.given_to_user):
                    self.assertEqual(asks("web.service"), "")
                    self.assertEqual(self.told()["event"], "denied")
                    self.assertNotEqual(self.told()["caller"]["unit"], "web.service")
        finally:
            self.as_user(BUILT / "lockstep", "grant", "one", "--clear")

    def test_without_a_grant_the_user_may_ask_at_this_socket_too(self):
        with self.agent():
            self.assertEqual(self.given_to_user("web.service"), self.string)

    def test_a_locked_agent_lets_systemd_wait_for_the_unlocking(self):
        with self.agent(), socket.socket(socket.AF_UNIX) as client:
            self.as_user(BUILT / "lockstep", "lock")
            client.bind(b"\0x/unit/web.service/one")
            client.connect(self.credentials)
            # Whoever comes later is answered, and by then the first would have been, too.
            self.assertIn("locked", self.as_user(BUILT / "lockstep", "status")[1])
            self.assertEqual(select.select([client], [], [], 0)[0], [])
            self.as_user(BUILT / "lockstep", "unlock")
            client.settimeout(30)
            self.assertEqual(client.makefile("r").read(), self.string)

    def test_those_that_never_read_or_hang_up_hinder_nobody(self):
        with self.agent():
            idle = []
            for number in range(50):
                client = socket.socket(socket.AF_UNIX)
                client.bind(b"\0%d/unit/web.service/one" % number)
                client.connect(self.credentials)
                idle.append(client)
                if number % 2:
                    client.close()
            self.assertEqual(self.given("web.service"), self.string)
            for client in idle:
                client.close()


@needs_root("the system's manager connects as root")
class AddressOfRoot(Address):
    """The same asked by root on behalf of units."""
