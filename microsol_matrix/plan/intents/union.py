"""The closed union of intents: whatever the service can do on a homeserver."""

from microsol_matrix.plan.intents.adopting import AdoptingIntent
from microsol_matrix.plan.intents.direct import DirectIntent
from microsol_matrix.plan.intents.links import Afar, Propose
from microsol_matrix.plan.intents.parting import PartingIntent
from microsol_matrix.plan.intents.people import PeopleIntent
from microsol_matrix.plan.intents.rooms import RoomIntent
from microsol_matrix.plan.intents.talk import TalkIntent

Intent = (
    RoomIntent
    | PeopleIntent
    | TalkIntent
    | DirectIntent
    | PartingIntent
    | AdoptingIntent
    | Propose
    | Afar
)
