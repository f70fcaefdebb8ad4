"""What a crew is asked as it looks back, and what it hears."""

from datetime import timedelta

ASK = (
    "Your cycle ends on 4 January. 1️⃣ keep going 2️⃣ change something 3️⃣ rest 4️⃣ split 5️⃣ merge 6️⃣ finish"
)
HOUR = timedelta(hours=1)
