"""Call-backs over real servers: a complaint is answered, followed up, and ends as the customer says (REQUIREMENTS 2.3 rows
41 to 45 and 67, 4.6, SV-04, SV-10). The day is whatever today is: the calendar of the test works on every day.
"""
import datetime
import os
import re
import shutil
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
from tests.rig.servers import Servers  # noqa: E402
from tests.rig.wait import wait_for  # noqa: E402
from tests.support.client import Client, Follower, command, now  # noqa: E402
from tests.support.fleet import OFFSETS, ROOT, Fleet  # noqa: E402

CHINA = datetime.timezone(datetime.timedelta(hours=8))
HANDLER, INVESTIGATOR, LEADER, APPROVER, CALLER = "E2001", "E2002", "E3009", "E4009", "E2009"
CALENDAR = """name: EVERY
zone: Asia/Shanghai
version: 1
years: [{years}]
off: []
makeup: [{makeup}]
fixed: []
hours: [["09:00", "17:00"]]
"""


def every_day():
    """The shipped policy, but a person calls at any hour of any day."""
    today = datetime.datetime.now(CHINA).date()
    days = [today + datetime.timedelta(days=n) for n in range(-20, 21)]
    weekend = ", ".join(day.isoformat() for day in days if day.weekday() > 4)
    years = ", ".join(str(year) for year in sorted({day.year for day in days}))
    with open(f"{ROOT}/deploy/config/survey.yaml", encoding="utf-8") as file:
        policy = file.read().replace("calendar: CN", "calendar: EVERY")
    policy = re.sub(r"call_back_hours: \{[^}]*\}", "call_back_hours: {from_hour: 0, to_hour: 24}", policy)
    return CALENDAR.format(years=years, makeup=weekend), policy


def setUpModule():
    servers = unittest.enterModuleContext(Servers())
    config = os.path.join(servers.folder, "config")
    shutil.copytree(os.path.join(ROOT, "deploy/config"), config)
    for name, text in zip(("calendars/EVERY.yaml", "survey.yaml"), every_day()):
        with open(os.path.join(config, name), "w", encoding="utf-8") as file:
            file.write(text)
    CallBacks.fleet = unittest.enterModuleContext(
        Fleet(servers, ["intake", "router", "desk", "survey"], config_dir=config))
    CallBacks.prepare(4)


class CallBacks(unittest.TestCase):
    """Each test has an answered complaint of its own; all of them are made at once, because whom to call is looked at each
    ten seconds."""

    fleet = None
    answered = []

    def setUp(self):
        self.clients = {}
        for name in ("intake", "desk", "survey"):
            self.clients[name] = Client(self.fleet.keys, self.fleet.base, OFFSETS[name], "operator")
            self.addCleanup(self.clients[name].close)

    def ask(self, service, kind, data, actor, role):
        return self.clients[service].insist(command(kind, data, actor=actor, role=role))

    def do(self, service, kind, data, actor=HANDLER, role="L2"):
        reply = self.ask(service, kind, data, actor, role)
        self.assertEqual(reply["status"], "accepted", reply)
        return reply

    def refuse(self, code, service, kind, data, actor=CALLER, role="L2"):
        reply = self.ask(service, kind, data, actor, role)
        self.assertEqual((reply["status"], reply.get("errors", [{}])[0].get("code")), ("rejected", code), reply)

    def state(self, case_id):
        reply = self.ask("desk", "case.get.v1", {"case_id": case_id}, APPROVER, "L5")
        return reply["result"]["state"] if reply["status"] == "accepted" else None

    def reaches(self, case_id, state):
        wait_for(lambda: self.state(case_id) == state, f"the case is {state}")

    def claimed(self, text, **data):
        reply = self.clients["intake"].insist(
            command("request.submitted.v1", {"channel": "phone", "text": text, **data}))
        case_id = reply["case_id"]

        def claim():
            reply = self.ask("desk", "case.claim.v1", {}, HANDLER, "L2")
            return reply["status"] == "accepted" and reply["case_id"] == case_id

        wait_for(claim, "the case is claimed")
        return case_id

    def answered_complaint(self):
        """Rows 29 to 40."""
        of = {"case_id": self.claimed("我要投诉你们的服务态度太差，柜员骂人！", kind="complaint")}
        self.do("desk", "complaint.accept.v1", of)
        facets = {"facet_channel": "A", "facet_business": "B", "facet_cause": "C"}
        self.do("desk", "complaint.grade.v1", {**of, "grade": "P2", **facets}, LEADER, "L3")
        self.do("desk", "complaint.investigate.v1", {**of, "investigator": INVESTIGATOR}, LEADER, "L3")
        self.do("desk", "complaint.draft.v1", {**of, "answer": "经查属实", "finding": "established", "basis": "录音",
                                               "remedies": "可申请核查", "root_cause": "培训不足"}, INVESTIGATOR)
        self.do("desk", "complaint.approve.v1", of, APPROVER, "L5")
        self.do("desk", "complaint.reply.v1", {**of, "proof": "CALL-1", "proof_kind": "recorded_call"})
        return of

    @classmethod
    def prepare(cls, count):
        one = cls()
        one.setUp()
        cls.answered = [one.answered_complaint() for _ in range(count)]
        one.doCleanups()

    def followed_up(self):
        of = self.answered.pop()
        self.reaches(of["case_id"], "follow_up")
        return of

    def events_of(self, stream, case_id, last):
        follower = Follower(self.fleet.keys, self.fleet.base, OFFSETS[stream] + 1, stream)
        self.addCleanup(follower.client.close)
        seen = follower.until(lambda event: event.get("caseid") == case_id and event["type"] == last)
        return [event for _, event in seen if event.get("caseid") == case_id]

    def test_who_is_satisfied_in_the_call_back_leaves_the_complaint_resolved(self):
        """Rows 41 and 42: caller and handler differ."""
        of = self.followed_up()
        answer = {**of, "score": 4, "solved": True}
        self.refuse("forbidden", "survey", "survey.answer.v1", answer, HANDLER)
        self.do("survey", "survey.answer.v1", answer, CALLER)
        self.reaches(of["case_id"], "resolved")
        said = self.events_of("survey", of["case_id"], "followup.satisfied.v1")
        self.assertEqual([event["type"] for event in said], ["survey.invited.v1", "followup.started.v1", "survey.answered.v1",
                                                             "followup.satisfied.v1"])
        self.assertEqual((said[1]["data"]["handler"], said[3]["data"]["called_by"]), (HANDLER, CALLER))
        self.refuse("conflict", "survey", "survey.answer.v1", answer)

    def test_new_facts_in_the_call_back_bring_the_investigation_back(self):
        """Row 43."""
        of = self.followed_up()
        self.do("survey", "survey.answer.v1", {**of, "score": 1, "solved": False}, CALLER)
        self.reaches(of["case_id"], "queued")
        self.events_of("survey", of["case_id"], "followup.dissatisfied.v1")
        back = self.events_of("desk", of["case_id"], "case.reopened.v1")[-1]
        self.assertEqual(back["data"]["cause"], "survey")

    def test_a_review_is_asked_for_during_the_call_back(self):
        """Row 44; and the call-back is void then."""
        of = self.followed_up()
        self.do("desk", "complaint.review.v1", {**of, "reason": "对处理结果不服"}, CALLER)
        self.reaches(of["case_id"], "cp_review")
        wait_for(lambda: self.fleet.sql(f"select state from survey.invitation where case_id = '{of['case_id']}'")
                 == [("open",)], "the call-back is void")
        self.refuse("not_found", "survey", "survey.answer.v1", {**of, "score": 5})

    def test_three_attempts_that_reach_nobody_leave_it_resolved_but_not_satisfied(self):
        """Row 45, SV-10: on different days, in different parts of the day."""
        of = self.followed_up()
        self.fleet.sql("update survey.invitation set started_at = started_at - interval '5 days'"
                       f" where case_id = '{of['case_id']}'")
        midnight = now().astimezone(CHINA).replace(hour=0, minute=0, second=0, microsecond=0)

        def tried(days_ago, hour):
            at = midnight - datetime.timedelta(days=days_ago) + datetime.timedelta(hours=hour)
            return {**of, "tried_at": at.isoformat()}

        first = self.do("survey", "followup.attempt.v1", tried(4, 10), CALLER)["result"]
        self.assertEqual((first["attempts"], first["over"]), (1, False))
        self.refuse("conflict", "survey", "followup.attempt.v1", tried(4, 15))  # the same day
        self.refuse("conflict", "survey", "followup.attempt.v1", tried(3, 11))  # another morning
        self.refuse("forbidden", "survey", "followup.attempt.v1", tried(3, 15), HANDLER)
        self.do("survey", "followup.attempt.v1", tried(3, 15), CALLER)
        last = self.do("survey", "followup.attempt.v1", tried(2, 19), CALLER)["result"]
        self.assertEqual((last["attempts"], last["over"]), (3, True))
        self.reaches(of["case_id"], "resolved")
        said = [event["type"] for event in self.events_of("survey", of["case_id"], "followup.unreachable.v1")]
        self.assertEqual(said.count("followup.attempted.v1"), 3)
        self.assertNotIn("followup.satisfied.v1", said)
        self.refuse("illegal_transition", "survey", "followup.attempt.v1", tried(1, 10))

    def test_an_attempt_names_who_called_and_everything_else_at_once(self):
        reply = self.clients["survey"].insist(command("followup.attempt.v1", {}))
        self.assertEqual({(fault["code"], fault["field"]) for fault in reply["errors"]},
                         {("missing_field", field) for field in ("data.case_id", "actorid", "actorrole")})


if __name__ == "__main__":
    unittest.main()
