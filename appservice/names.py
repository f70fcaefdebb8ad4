"""Names that nobody can guess and that come out the same each time: HMAC under the configuration's secret."""

import hashlib
import hmac

from attrs import field, frozen


@frozen
class SecretNames:
    """Derives names (`microsol_matrix.house.Entropy`)."""

    secret: str = field(repr=False)

    def derive(self, *reason: str) -> bytes:
        """Give 32 bytes for a reason; different reasons never meet, whatever they hold."""
        message = "".join(f"{len(part)}:{part}" for part in reason)
        return hmac.new(self.secret.encode(), message.encode(), hashlib.sha256).digest()
