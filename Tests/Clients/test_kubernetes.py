"""The kubernetes client and kubectl ask `lockstep credential kubectl`, set up by the lines on Docs/Integrations.md."""

import base64
import json
import os
import pathlib
import re
import shutil
import sys
import unittest

import loopback
import yaml
from certificates import certificate
from lockstep import LockstepTest
from sandbox import BUILT

PAGE = pathlib.Path(__file__).resolve().parents[2] / "Docs" / "Integrations.md"
VERSIONS = ("v1", "v1beta1", "v1alpha1")
CLIENT = """
import sys
from kubernetes import client, config
config.load_kube_config(sys.argv[1])
try:
    print(*(space.metadata.name for space in client.CoreV1Api().list_namespace().items))
except client.ApiException as refused:
    print(refused.status)
"""


class Cluster(loopback.Handler):
    """Knows one namespace, and shows it to whoever bears the token."""

    def do_GET(self):
        given = self.headers.get("Authorization")
        self.server.asked.append(given and given == f"Bearer {self.server.token}")
        right = self.server.asked[-1]
        meta = {"apiVersion": "v1", "metadata": {}}
        spaces = {"kind": "NamespaceList", "items": [{"metadata": {"name": "default"}}]}
        status = {"kind": "Status", "status": "Failure", "reason": "Unauthorized", "code": 401}
        body = json.dumps(meta | (spaces if right else status)).encode()
        self.send_response(200 if right else 401)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@unittest.skipUnless(shutil.which("openssl"), "openssl is not there")
class Kubernetes(LockstepTest):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.lockstep(cls(), "create", "ci", "--scope", "linodes:ro", "--expiry", "9d")
        cls.settings["PATH"] = f"{BUILT}:{os.environ['PATH']}"
        path, context = certificate(cls.folder)
        cls.cluster = loopback.Server(Cluster, context)
        cls.cluster.token = cls.lockstep(cls(), "get", "ci").strip()
        cls.server = f"https://127.0.0.1:{cls.cluster.server_port}"
        cls.lockstep(cls(), "bind", "ci", cls.server)
        cls.authority = base64.b64encode(path.read_bytes()).decode()

    @classmethod
    def tearDownClass(cls):
        cls.cluster.close()
        super().tearDownClass()

    def setUp(self):
        self.cluster.asked = []

    def configuration(self, version, label="ci"):
        """A kubeconfig whose user is the one on the page."""
        config = yaml.safe_load(re.search("```yaml\n(users:.*?)```", PAGE.read_text(), re.DOTALL)[1])
        plugin = config["users"][0]["user"]["exec"]
        plugin["args"] = [label if word == "LABEL" else word for word in plugin["args"]]
        plugin["apiVersion"] = plugin["apiVersion"].replace("/v1", "/" + version)
        cluster = {"server": self.server, "certificate-authority-data": self.authority}
        config |= {"apiVersion": "v1", "kind": "Config", "current-context": "c"}
        config["clusters"] = [{"name": "c", "cluster": cluster}]
        config["contexts"] = [{"name": "c", "context": {"cluster": "c", "user": config["users"][0]["name"]}}]
        path = self.folder / f"config-{version}-{label}"
        path.write_text(yaml.safe_dump(config))
        return path

    def client(self, *words):
        return self.run_program(sys.executable, "-c", CLIENT, self.configuration(*words), env=self.settings)

    def handed_out(self):
        audit = self.lockstep("audit", "--json", "--event", "handed-out", "--label", "ci")
        return audit.count("credential kubectl")

    def test_the_client_is_let_in_whichever_version_it_speaks(self):
        before = self.handed_out()
        for version in VERSIONS:
            with self.subTest(version):
                self.assertEqual(self.client(version), (0, "default\n", ""))
        self.assertEqual(self.cluster.asked, [True] * len(VERSIONS))
        self.assertEqual(self.handed_out(), before + len(VERSIONS))
        files = [path for path in self.folder.rglob("*") if path.is_file()]
        self.assertEqual([path for path in files if self.cluster.token.encode() in path.read_bytes()], [])

    def test_the_answer_says_when_the_token_expires_in_each_version(self):
        expires = json.loads(self.lockstep("show", "ci", "--json"))["expires"]
        for version in VERSIONS:
            asked = {"apiVersion": f"client.authentication.k8s.io/{version}", "kind": "ExecCredential", "spec": {"interactive": False}}
            settings = {"KUBERNETES_EXEC_INFO": json.dumps(asked)}
            answer = json.loads(self.lockstep("credential", "kubectl", "ci", settings=settings))
            self.assertEqual((answer["apiVersion"], answer["status"]["expirationTimestamp"]), (asked["apiVersion"], expires))

    def test_without_the_token_the_client_is_told_why_and_sends_none(self):
        code, out, err = self.client("v1", "none")
        self.assertEqual((code, out, self.cluster.asked), (0, "401\n", [None]))
        self.assertRegex(err, "exec: process returned 4. lockstep: There is no token 'none' in the vault")

    def test_a_token_that_the_cluster_does_not_know_is_refused_by_it(self):
        self.lockstep("create", "other", "--scope", "linodes:ro", "--expiry", "9d")
        self.lockstep("bind", "other", self.server)
        self.assertEqual(self.client("v1", "other"), (0, "401\n", ""))
        self.assertEqual(self.cluster.asked, [False])

    def test_a_cluster_that_the_token_is_not_bound_to_is_sent_none(self):
        self.lockstep("create", "loose", "--scope", "linodes:ro", "--expiry", "9d")
        code, out, err = self.client("v1", "loose")
        self.assertEqual((code, out, self.cluster.asked), (0, "401\n", [None]))
        self.assertRegex(err, f"process returned 5. lockstep: The token 'loose' is not bound to {self.server}")

    @unittest.skipUnless(shutil.which("kubectl"), "kubectl is not there")
    def test_kubectl_is_let_in_and_told_why_it_is_not(self):
        words = ["kubectl", "get", "--raw", "/api/v1/namespaces", "--kubeconfig"]
        code, out, err = self.run_program(*words, self.configuration("v1beta1"), env=self.settings)
        self.assertEqual((code, set(self.cluster.asked)), (0, {True}), err)
        self.assertEqual(json.loads(out)["items"][0]["metadata"]["name"], "default")
        code, _, err = self.run_program(*words, self.configuration("v1beta1", "none"), env=self.settings)
        self.assertEqual(code, 1)
        self.assertIn("There is no token 'none' in the vault", err)
        self.assertIn("failed with exit code 4", err)
