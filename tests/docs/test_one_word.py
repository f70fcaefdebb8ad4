"""One word for one thing, in every language: none of the synonyms of a thing's word is ever said.

One person is tú and tu, several are ustedes and vous. A congregation has an anfitrionía, whose room is Anfitriones; who
hosts a crew acoge en ella.
"""

import re
from collections.abc import Mapping
from typing import Final

import pytest

from microsol_matrix.languages import Language
from tests.docs.test_languages import forms, messages

NEVER: Final[Mapping[Language, Mapping[str, str]]] = {
    Language.SPANISH: {
        "la anfitrionía, alguien de la anfitrionía; of a crew: quien acoge": (
            r"\banfitri(?:ón|ona|ones|onas)\b|\bpersonas? anfitrionas?\b|\bquienes (?:la )?acogen\b"
        ),
        "Común": r"\bCommons\b",
        "Anfitriones": r"\bHosts\b|\bsala de anfitriones\b",
        "Archivo": r"\bArchive\b",
        "ustedes": r"(?i)\b(?:vosotr[oa]s|vuestr[oa]s?|os|sois|\w+[áé]is|preguntaros|decidme)\b",
        "cuadrilla": r"(?i)\b(?:equipos?|grupos?|tripulaci\w+|círculos?)\b",
        "congregación": r"(?i)\b(?:comunidad|comunidades|asamblea)\b",
        "multitud": r"(?i)\b(?:gentío|muchedumbre|masa)\b",
        "enlace": r"(?i)\b(?:vínculos?|vincul\w+|conexi\w+)\b",
        "porche": r"(?i)\b(?:pórticos?|portal|zaguán|vestíbulo)\b",
        "convocatoria": r"(?i)\b(?:la|una|esta|tu) llamada\b|\bllamamientos?\b",
        "lugar": r"(?i)\b(?:plazas?|asientos?|cupos?)\b",
        "cosecha": r"(?i)\bfrutos?\b",
        "sala": r"(?i)\b(?:cuartos?|habitaci\w+|salón|salones)\b",
        "adoptar": r"\b(?:acojo|acogerse)\b",
    },
    Language.FRENCH: {
        "Place commune": r"\bCommons\b",
        "Hôtes": r"\bHosts\b",
        "Archives": r"\bArchive\b",
        "'": "\N{RIGHT SINGLE QUOTATION MARK}",
        "équipage": r"(?i)\b(?:équipes?|groupes?|cercles?)\b",
        "congrégation": r"(?i)\b(?:communautés?|assemblées?)\b",
        "foule": r"(?i)\b(?:multitudes?|cohue)\b",
        "lien": r"(?i)\b(?:reli(?:é|ée|és|ées|er)|connexions?|jumelages?)\b",
        "porche": r"(?i)\b(?:perrons?|portails?|vestibules?)\b",
        "appel": r"(?i)\bconvocations?\b",
        "bilan": r"(?i)\b(?:revues?|rétrospectives?)\b",
        "place": r"(?i)\b(?:sièges?|postes?)\b",
        "récolte": r"(?i)\b(?:moissons?|fruits?)\b",
        "salon": r"(?i)\b(?:salles?|pièces?|chambres?)\b",
    },
}
"""What is never said, by the word that is; of English tells `test_words`."""


@pytest.mark.parametrize(
    ("language", "right"), [(language, right) for language in NEVER for right in NEVER[language]]
)
def test_one_thing_has_one_word(language: Language, right: str) -> None:
    mixed = {
        message.context: form
        for message in messages(language)
        for form in forms(message.string)
        if re.search(NEVER[language][right], form)
    }

    assert mixed == {}
