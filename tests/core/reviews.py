"""What a crew is asked as it looks back, and what it hears."""

from datetime import timedelta

from tests.core.kettle import here
from tests.core.life import Village

ASK = (
    "Your cycle ends on 4 January. 1️⃣ keep going 2️⃣ change something 3️⃣ rest 4️⃣ split 5️⃣ merge 6️⃣ finish"
)
HOUR = timedelta(hours=1)


def ask_reads(village: Village) -> str:
    """Tell what the question reads now that the crew was asked last as it looked back."""
    return [one for one in here(village) if one.startswith("Your cycle ends on")][-1]
