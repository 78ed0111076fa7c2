internal import Lifecycle
internal import ProviderProfiles

extension LoginOptions {
    /// More for its help.
    static let notes = [
        """
        Create the token once on the provider's web page, with the scope account:read_write and every scope \
        that you will want to give later tokens. It is verified before it is sealed. Without ACCOUNT, the \
        account is named after its user; logging in again under the same name replaces the account's token, \
        unless the new one is weaker.
        """,
        """
        The account is bound to the address that it logs in at: --url, else LOCKSTEP_LINODE_URL, else the \
        account's own, else \(ProviderProfile.linode.address.text). Its provisioning token is never sent to \
        another one. Later commands refuse to run where LOCKSTEP_LINODE_URL names another address.
        """,
    ]

    /// Command lines to learn from.
    static let examples = [
        "lockstep login", "lockstep login work --token-stdin < token.txt",
        "lockstep login trial --url http://127.0.0.1:8080",
    ]
}
