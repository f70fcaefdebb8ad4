"""A backup: one file with all that the service knows and rooms do not, made while it runs.

    manifest    what a backup says of itself: when, whose, which parts, and how they are known to be whole
    archive     the file: a tar of the manifest, then the parts; written and read
    making      from a running service's folder to a backup that was read again
    restoring   from a backup to a database that the next start goes on from
    refusals    what can be wrong, each with its exit code

Owns what belongs into a backup, and that nothing is lost by bringing one back. Refuses to know the
homeserver: what happened since a backup the next start reads from rooms (docs/admins.md says what
cannot come back).
"""

from appservice.backup.making import Made, make_backup
from appservice.backup.manifest import Manifest
from appservice.backup.refusals import BackupRefused
from appservice.backup.restoring import Restored, restore_backup

__all__ = ["BackupRefused", "Made", "Manifest", "Restored", "make_backup", "restore_backup"]
