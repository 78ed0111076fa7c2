"""linode-cli started by `lockstep run`: no configuration file, and nothing of the caller's own."""

import json

from sandbox import BUILT, CLIENTS, SandboxTest


class Run(SandboxTest):
    def setUp(self):
        self.settings = {
            "LOCKSTEP_LINODE_URL": self.url,
            "LOCKSTEP_VAULT": str(self.folder / "vault" / "vault.db"),
            "LOCKSTEP_KEY_FILE": str(self.folder / "key"),
            "XDG_STATE_HOME": str(self.folder / "state"),
        }

    def lockstep(self, *words, expect=0, settings=None, **more):
        surroundings = self.settings | (settings or {})
        code, out, err = self.run_program(BUILT / "lockstep", *words, env=surroundings, **more)
        self.assertEqual(code, expect, err)
        return out

    def test_linode_cli_needs_no_configuration(self):
        self.lockstep("init", "--key-file", self.folder / "key")
        self.lockstep("login", "--token-stdin", input=self.token)
        self.lockstep("create", "lister", "--scope", "account:ro", "--expiry", "30d")
        command = ["run", "lister", "--", CLIENTS / "linode-cli", "profile", "tokens-list", "--json"]
        listed = json.loads(self.lockstep(*command))
        self.assertIn("lister", [token["label"] for token in listed])
        self.assertEqual([str(path) for path in (self.folder / ".config").rglob("*")], [])

        poison = {"LINODE_CLI_TOKEN": "0" * 64, "LINODE_TOKEN": "caller", "LINODE_CLI_CONFIG": "/nowhere",
                  "LINODE_CLI_API_HOST": "caller.invalid", "LINODE_CA": "caller", "LINODE_CLI_OBJ_SECRET_KEY": "caller"}
        self.assertEqual(json.loads(self.lockstep(*command, settings=poison)), listed)
        seen = self.lockstep("run", "lister", "--", "env", settings=poison)
        for name, value in poison.items():
            self.assertNotIn(f"{name}={value}", seen.splitlines())
