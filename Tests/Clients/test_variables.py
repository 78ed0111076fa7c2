"""The variables that Linode's tools read are those that `lockstep run LABEL` sets, and they lead to the right server.

Terraform and Ansible are not here: what they read is written down in their documentation, and looked for by name.
"""

import json
import sys

from lockstep import LockstepTest

# What each tool reads its token from, in its order, and the address of the API (None: by its configuration only).
TOOLS = {
    "linode-cli": (["LINODE_CLI_TOKEN"], "LINODE_CLI_API_HOST"),
    "terraform-provider-linode": (["LINODE_TOKEN"], "LINODE_URL"),
    "ansible: linode.cloud modules": (["LINODE_API_TOKEN", "LINODE_TOKEN"], None),
    "ansible: linode.cloud inventory": (["LINODE_API_TOKEN"], None),
}
SCRIPT = """
import os
from linode_api4 import LinodeClient
client = LinodeClient(os.environ["LINODE_TOKEN"], base_url=os.environ["LINODE_URL"] + "/v4", retry=False)
print(client.profile().username, *sorted(token.label for token in client.profile.tokens()))
"""


class Variables(LockstepTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for label, scope in (("lister", "account:ro"), ("narrow", "linodes:ro")):
            cls.lockstep(cls(), "create", label, "--scope", scope, "--expiry", "9d")

    def variables(self, *words, **settings):
        """The command's environment, as it is: NUL-terminated."""
        seen = self.lockstep("run", *words, "--", "cat", "/proc/self/environ", settings=settings)
        pairs = [entry.partition("=")[::2] for entry in seen.split("\0")[:-1]]
        self.assertEqual(len(pairs), len(dict(pairs)), "a variable is set twice")
        return dict(pairs)

    def test_linode_api4_reads_the_token_and_the_address(self):
        told = self.lockstep("run", "lister", "--", sys.executable, "-c", SCRIPT).split()
        self.assertEqual(told[0], "sandbox")
        self.assertLessEqual({"lister", "narrow"}, set(told))

    def test_linode_api4_is_refused_what_the_token_may_not_do(self):
        code = self.run_program(sys.executable, "-c", SCRIPT, env={"LINODE_TOKEN": "0" * 64, "LINODE_URL": self.url})[0]
        self.assertEqual(code, 1)
        self.lockstep("run", "narrow", "--", sys.executable, "-c", SCRIPT, expect=1)

    def test_every_tool_finds_the_token_where_it_looks_first_and_no_other_anywhere(self):
        string = self.lockstep("get", "lister").strip()
        poison = {name: "caller" for names, _ in TOOLS.values() for name in names}
        seen = self.variables("lister", **poison, LINODE_URL="http://caller.invalid")
        for tool, (names, address) in TOOLS.items():
            with self.subTest(tool):
                self.assertEqual([seen.get(name) for name in names], [string] * len(names))
                if address:
                    self.assertIn(seen[address], (self.url, self.host))
        holding = {name for name, value in seen.items() if string in value}
        self.assertEqual(holding, {name for names, _ in TOOLS.values() for name in names})

    def test_without_a_label_no_linode_variable_is_set_but_those_asked_for(self):
        seen = self.variables("--env", "TF_VAR_token=lister", LINODE_TOKEN="caller", LINODE_ANYTHING="caller")
        self.assertEqual([name for name in seen if name.startswith("LINODE")], [])
        self.assertEqual(seen["TF_VAR_token"], self.lockstep("get", "lister").strip())

    def test_everything_else_of_the_callers_environment_arrives_unchanged(self):
        odd = {"EMPTY": "", "LINES": "a\nb=c", "NAÏVE": "☃", "LINODECLI": "stays", "linode_token": "stays"}
        seen = self.variables("lister", **odd)
        self.assertEqual({name: seen[name] for name in odd}, odd)
        plain = json.loads(self.run_program(sys.executable, "-c", "import json, os; print(json.dumps(dict(os.environ)))",
                                            env=self.settings | odd)[1])  # fmt: skip
        kept = {name: value for name, value in plain.items() if name != "LOCKSTEP_KEY_FILE"}
        self.assertEqual({name: value for name, value in seen.items() if not name.startswith("LINODE_")}, kept)
