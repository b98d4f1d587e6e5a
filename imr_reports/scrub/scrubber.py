"""Letters' texts → findings; identified cases → limited cases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imr_reports.records.limited import EntityType, Finding, LimitedCase, ScrubbedLetter, ScrubbedText
from imr_reports.records.site import NO_SITE, SiteLists
from imr_reports.scrub.apply import PLACEHOLDER, CasePolicy, apply_findings
from imr_reports.scrub.findings import resolve, with_withheld, withheld_in

if TYPE_CHECKING:
    from imr_reports.records.identified import IdentifiedCase
    from imr_reports.records.policy import KeyedPolicy

_ENTITIES = [entity.value for entity in EntityType]


class Scrubber:
    """Finds and replaces what identifies a person. Made once a process; it keeps no text.

    Making one imports presidio, reads the pattern files and the vocabulary; nothing is fetched.

    Args:
        site: what the site knows of itself.
    """

    def __init__(self, site: SiteLists = NO_SITE) -> None:
        # presidio takes a second or two to import: a command that scrubs nothing shouldn't wait for it.
        from imr_reports.scrub import engine, guards, sweep  # noqa: PLC0415
        from imr_reports.scrub.safe_terms import SafeTerms, excuser  # noqa: PLC0415
        from imr_reports.scrub.site import site_recognizers  # noqa: PLC0415

        self._analyzer = engine.build_analyzer([*engine.all_recognizers(), *site_recognizers(site)])
        self._safe_terms = SafeTerms(site.safe_terms)
        self._sweep, self._keep, self._excuser = sweep.sweep, guards.keep, excuser

    def find(self, text: str) -> tuple[Finding, ...]:
        """Find what identifies a person, and what the gate withholds of the rest.

        Args:
            text: a letter's text as read, any line ends.

        Returns:
            Findings sorted by start, none overlapping another, offsets in code points into `text`.
        """
        results = self._analyzer.analyze(text=text, language="en", entities=_ENTITIES)
        stretches = self._safe_terms.stretches(text, results)
        excused = self._excuser(text, stretches)
        results = [result for result in results if not excused(result)]
        results += [result for result in self._sweep(text, results) if not excused(result)]
        kept = [result for result in results if self._keep(text, result)]
        placeholders = [match.span() for match in PLACEHOLDER.finditer(text)]
        return with_withheld(text, resolve(text, kept, placeholders), placeholders, stretches)

    def scrub_text(self, text: str, terms: CasePolicy | None = None) -> ScrubbedText:
        """Replace what identifies a person, under a policy; Safe Harbor by default.

        Under Safe Harbor scrubbing the outcome again changes nothing.
        """
        findings = self._find_under(text, terms)
        return ScrubbedText(text=apply_findings(text, findings, terms), findings=findings)

    def _find_under(self, text: str, terms: CasePolicy | None) -> tuple[Finding, ...]:
        from imr_reports.scrub.bare_years import with_years_of_the_case  # noqa: PLC0415

        findings = self.find(text)
        return with_years_of_the_case(text, findings) if terms and terms.policy.moves_days else findings

    def scrub_case(self, case: IdentifiedCase, reference: str) -> LimitedCase:
        """Make the limited record of a case.

        Args:
            case: as parsed.
            reference: a random key that the store holds for the case.

        Returns:
            The case with its texts scrubbed, coded fields and dates; no other field leaves.
        """
        return self.scrub_letter(case, reference).case

    def scrub_letter(
        self, case: IdentifiedCase, reference: str, keyed: KeyedPolicy | None = None
    ) -> ScrubbedLetter:
        """Make the limited record of a case as `scrub_case` does, with what the gate withheld beside it.

        Args:
            case: as parsed.
            reference: a random key that the store holds for the case.
            keyed: the policy; Safe Harbor by default.
        """
        from imr_reports.scrub.cases import limited_case  # noqa: PLC0415

        injury = case.injury.value if case.injury else None
        terms = CasePolicy(keyed=keyed, reference=reference, injury=injury) if keyed else None
        findings = self._find_under(case.letter.text, terms)
        return ScrubbedLetter(
            case=limited_case(case, reference, findings, terms),
            withheld=withheld_in(case.letter.text, findings),
        )
