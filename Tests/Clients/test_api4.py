"""linode_api4, as it comes from PyPI, against the sandbox."""

import datetime

from linode_api4 import LinodeClient, OAuthScopes, PersonalAccessToken
from linode_api4.errors import ApiError
from sandbox import SandboxTest


class LinodeAPI4(SandboxTest):
    def client(self, token=None):
        return LinodeClient(token or self.token, base_url=self.url + "/v4", retry=False)

    def test_creates_views_renames_and_deletes(self):
        client = self.client()
        soon = datetime.datetime.utcnow().replace(microsecond=0) + datetime.timedelta(days=3)
        made = client.profile.token_create(label="api4", scopes="linodes:read_only", expiry=soon)
        self.assertEqual(len(made.token), 64)
        seen = client.load(PersonalAccessToken, made.id)
        self.assertEqual((seen.label, seen.expiry, seen.token), ("api4", soon, made.token[:16]))
        seen.label = "api4 two"
        seen.save()
        self.assertEqual(client.load(PersonalAccessToken, made.id).label, "api4 two")
        seen.delete()
        with self.assertRaises(ApiError) as refused:
            client.load(PersonalAccessToken, made.id).label
        self.assertEqual(refused.exception.status, 404)

    def test_lists_over_several_pages(self):
        client = self.client()
        ids = {client.profile.token_create(label=f"page {number}", scopes="").id for number in range(60)}
        client.page_size = 25
        self.assertLessEqual(ids, {token.id for token in client.profile.tokens()})
        some = client.profile.tokens(PersonalAccessToken.label == "page 7")
        self.assertEqual([token.label for token in some], ["page 7"])

    def test_joins_scopes_with_commas_and_is_understood(self):
        wanted = OAuthScopes.serialize([OAuthScopes.Linodes.read_only, OAuthScopes.Domains.read_write])
        made = self.client().profile.token_create(label="commas", scopes=wanted)
        self.assertEqual(made.scopes, "domains:read_write linodes:read_only")

    def test_is_told_of_a_wrong_scope_and_of_a_dead_token(self):
        client = self.client()
        made = client.profile.token_create(label="narrow", scopes="linodes:read_only")
        narrow = self.client(made.token)
        self.assertEqual(narrow.profile().username, "sandbox")
        with self.assertRaises(ApiError) as refused:
            list(narrow.profile.tokens())
        self.assertEqual((refused.exception.status, len(refused.exception.errors)), (401, 1))
        made.delete()
        with self.assertRaises(ApiError) as refused:
            narrow.profile().username
        self.assertEqual((refused.exception.status, refused.exception.errors), (401, ["Invalid Token"]))

    def test_takes_all_scopes_when_none_are_named(self):
        narrow = self.client().profile.token_create(label="maker", scopes="account:read_write events:read_only")
        copy = self.client(narrow.token).profile.token_create(label="copy")
        self.assertEqual(copy.scopes, "account:read_write events:read_only")
        with self.assertRaises(ApiError) as refused:
            self.client(narrow.token).profile.token_create(label="more", scopes="linodes:read_only")
        self.assertEqual(refused.exception.status, 400)
