internal import Lifecycle
extension VaultNotice { static var damaged: VaultNotice { .firstSeen } }
extension AuditEntry.Event { static var migrated: AuditEntry.Event { .settingChanged } }
extension HandOutUse { var isUnlogged: Bool { false } }
