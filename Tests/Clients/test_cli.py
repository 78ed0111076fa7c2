"""linode-cli, as it comes from PyPI, against the sandbox."""

import json

from sandbox import CLIENTS, SandboxTest


class LinodeCLI(SandboxTest):
    def cli(self, *words, token=None):
        settings = {
            "LINODE_CLI_TOKEN": token or self.token,
            "LINODE_CLI_API_HOST": self.host,
            "LINODE_CLI_API_SCHEME": "http",
        }
        return self.run_program(CLIENTS / "linode-cli", "--suppress-warnings", *words, env=settings)

    def json(self, *words, token=None):
        code, out, err = self.cli(*words, "--json", token=token)
        self.assertEqual(code, 0, err)
        return json.loads(out)

    def create(self, label, scopes="linodes:read_only"):
        return self.json("profile", "token-create", "--label", label, "--scopes", scopes)[0]

    def test_creates_views_renames_and_deletes(self):
        made = self.create("cli", "volumes:read_write linodes:read_only")
        self.assertRegex(made["token"], "^[0-9a-f]{64}$")
        self.assertEqual(made["scopes"], "linodes:read_only volumes:read_write")
        self.assertEqual(made["expiry"], "2999-12-12T05:00:00")
        seen = self.json("profile", "token-view", str(made["id"]))[0]
        self.assertEqual(seen["token"], made["token"][:16])
        renamed = self.json("profile", "token-update", str(made["id"]), "--label", "cli two")[0]
        self.assertEqual(renamed["label"], "cli two")
        self.assertEqual(self.cli("profile", "token-delete", str(made["id"]))[0], 0)
        code, _, err = self.cli("profile", "token-view", str(made["id"]))
        self.assertNotEqual(code, 0)
        self.assertIn("404", err)

    def test_lists_over_several_pages(self):
        ids = [self.create(f"page {number}")["id"] for number in range(3)]
        ids += [self.ask("POST", "/v4/profile/tokens", {"label": "more", "scopes": ""})[2]["id"] for _ in range(60)]
        pages = [self.json("profile", "tokens-list", "--page", str(page), "--page-size", "25") for page in (1, 2, 3)]
        self.assertEqual([len(page) for page in pages[:2]], [25, 25])
        seen = {token["id"] for page in pages for token in page}
        self.assertLessEqual(set(ids), seen)
        every = self.json("profile", "tokens-list", "--all-rows")
        self.assertEqual(seen, {token["id"] for token in every})
        for number in ids:
            self.ask("DELETE", f"/v4/profile/tokens/{number}")

    def test_is_told_of_a_wrong_scope(self):
        made = self.create("narrow", "linodes:read_only")
        code, _, err = self.cli("profile", "tokens-list", token=made["token"])
        self.assertNotEqual(code, 0)
        self.assertIn("401", err)
        self.assertIn("not authorized to use this endpoint", err)

    def test_is_told_of_a_dead_token(self):
        made = self.create("dead")
        self.assertEqual(self.cli("profile", "token-delete", str(made["id"]))[0], 0)
        code, _, err = self.cli("profile", "view", token=made["token"])
        self.assertNotEqual(code, 0)
        self.assertIn("Invalid Token", err)

    def test_is_told_that_a_label_is_too_long(self):
        code, _, err = self.cli("profile", "token-create", "--label", "x" * 101)
        self.assertNotEqual(code, 0)
        self.assertIn("400", err)
