"""linode-cli started by `lockstep run`: no configuration file, and nothing of the caller's own."""

import json

from lockstep import LockstepTest
from sandbox import CLIENTS


class Run(LockstepTest):
    def test_linode_cli_needs_no_configuration(self):
        self.lockstep("create", "lister", "--scope", "account:ro", "--expiry", "30d")
        command = ["run", "lister", "--", CLIENTS / "linode-cli", "profile", "tokens-list", "--json"]
        listed = json.loads(self.lockstep(*command))
        self.assertIn("lister", [token["label"] for token in listed])
        self.assertEqual([str(path) for path in (self.folder / ".config").rglob("*")], [])

        poison = {"LINODE_CLI_TOKEN": "0" * 64, "LINODE_TOKEN": "caller", "LINODE_CLI_CONFIG": "/nowhere",
                  "LINODE_CLI_API_HOST": "caller.invalid", "LINODE_CA": "caller", "LINODE_CLI_CA": "caller"}
        self.assertEqual(json.loads(self.lockstep(*command, settings=poison)), listed)
        seen = self.lockstep("run", "lister", "--", "env", settings=poison)
        for name, value in poison.items():
            self.assertNotIn(f"{name}={value}", seen.splitlines())
