"""Whether everything that was submitted was completed, once, and with the right numbers; and the table that says so."""
import pathlib
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


class Checks:
    def __init__(self, client, postgres, models, sources, submitted, sample):
        self._client, self._postgres, self._models, self._sources, self._submitted, self._sample = client, postgres, models, sources, submitted, sample

    @staticmethod
    def numbers(client, evaluation):
        """Every score as it was written, to the last digit."""
        scores = client.call(f"evaluations/{evaluation}/scores")["items"]
        return sorted((s["labelSet"], s["metric"], repr(s["value"]), repr(s["ciLow"]), repr(s["ciHigh"]), s["n"], str(s["excluded"])) for s in scores)

    def run(self, control, note):
        states = {evaluation: self._client.call(f"evaluations/{evaluation}") for evaluation in self._submitted}
        completed = {evaluation for evaluation, answer in states.items() if answer["state"] == "completed"}
        failures = {}
        for answer in states.values():
            if answer["state"] != "completed":
                code = (answer.get("error") or {}).get("code") or answer["state"]
                failures[code] = failures.get(code, 0) + 1
        questions = {evaluation: (self._models[model], dataset, preprocessing) for evaluation, (model, dataset, preprocessing) in [*self._submitted.items(), *self._sample]}
        # A crowd that was not waited for has no numbers yet, which the report tells as what it is.
        sampled = {evaluation for evaluation, _ in self._sample if self._client.call(f"evaluations/{evaluation}")["state"] == "completed"}
        compared = {evaluation: question for evaluation, question in questions.items() if evaluation in completed | sampled}
        note(f"the control answers {len(compared)} questions")
        known = control(list(compared.values()))
        wrong = []
        for evaluation, (name, dataset, preprocessing) in compared.items():
            ours, theirs = self.numbers(self._client, evaluation), known[name, dataset, str(preprocessing)]
            if ours != theirs or not theirs:
                wrong.append((evaluation, name, dataset, [pair for pair in zip(ours, theirs) if pair[0] != pair[1]][:2]))
        return {"completed": len(completed), "lost": len(self._submitted) - len(completed), "failures": failures, "compared": len(compared), "wrong": wrong, "double": self._double()}

    def _double(self):
        """What the database has twice: questions, submissions and receipts in the log, and shards that were charged."""
        queries = {
            "evaluations of one question": "SELECT count(*) FROM (SELECT 1 FROM evaluations WHERE state NOT IN ('Failed', 'Cancelled') GROUP BY model_id, dataset_id, preprocessing HAVING count(*) > 1) x",
            "submissions in the log": "SELECT count(*) FROM (SELECT 1 FROM log_entries WHERE kind = 'Submission' GROUP BY evaluation_id HAVING count(*) > 1) x",
            # A newer build whose metrics have changed rescores what an older one scored, under the new versions.
            "receipts in the log": "SELECT count(*) FROM (SELECT 1 FROM log_entries WHERE kind = 'Receipt' GROUP BY evaluation_id, label_set_id,"
            " jsonb_path_query_array(body::jsonb, '$.scores[*].metric'), jsonb_path_query_array(body::jsonb, '$.scores[*].version') HAVING count(*) > 1) x",
            "shards charged": "SELECT count(*) FROM (SELECT l.subject_id FROM ledger l JOIN evaluations e ON e.id = l.subject_id WHERE l.allowance = 'DeviceSecond' AND e.attempt = 0 GROUP BY l.subject_id"
            " HAVING count(*) > (SELECT count(*) FROM work_items w WHERE w.subject_id = l.subject_id AND w.kind = 'RunShard')) x",
        }
        return {name: int(self._postgres.sql(query)[0][0]) for name, query in queries.items()}

    def report(self, given, counts, submitters, supervisor, in_migration, stuck, refused, store, tally, before, after, asked, seen, outcome, cluster):
        """Prints the table; 0 where all is well."""
        commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True).stdout.strip()
        double = sum(outcome["double"].values()) + submitters.double
        rows = [
            ("faults injected", f"{sum(counts.values())} in {given.minutes:g} minutes, of {len(counts)} kinds"),
            ("bits flipped", f"{tally['flipped']} of pictures and predictions, {len(store.flipped)} of shards' predictions"),
            ("evaluations submitted", f"{len(submitters.made)}, {submitters.asked_twice} of them twice at once under one key"),
            ("completed", f"{outcome['completed']}"),
            ("lost", f"{outcome['lost']}" + (f": {outcome['failures']}" if outcome["failures"] else "")),
            ("double", f"{double}" + (f": {outcome['double']}" if double else "")),
            ("wrong", f"{len(outcome['wrong'])} of {outcome['compared']} compared with an undisturbed service to the last digit"),
            ("scored from flipped bits", f"{tally['scored']} ({tally['refused']} readings refused, {tally['good copy']} answered from a whole copy; {refused} evaluations refused and completed when asked again)"),
            ("processes that ended by themselves", f"{len(supervisor.ended)}, and {len(in_migration)} in the migration"),
            ("answers that said internal-error", f"{len(self._client.odd)}"),
            ("asked again after 503, 507 or no connection", f"{self._client.passing}"),
            ("memory of all processes, start → end of the faults", f"{sum(before.values())} → {sum(after.values())} MB"),
        ]
        if asked:
            readers, (second, last) = seen["readers"], seen["memory"]
            rows += [
                (f"a crowd of {len(asked)} evaluations at once", f"queued in {seen['queued']:.0f} s, {seen['states'].get('Completed', 0)} completed in {seen['took']:.0f} s"),
                (f"readers of event streams", f"{readers.most} at once, {readers.events} events; {readers.ended} heard of the end, {readers.broken} did not"),
                ("memory of all processes in the crowd, medians of the second → last third", f"{second} → {last} MB"),
            ]
        print(f"Commit {commit}, seed {given.seed}.\n\n| what | seen |\n|---|---|")
        print("\n".join(f"| {name} | {text} |" for name, text in rows))
        print("\n| fault | times |\n|---|---|")
        print("\n".join(f"| {name} | {number} |" for name, number in sorted(counts.items())))
        for name in ("full disks", "jumping clocks"):
            if not (cluster.disks if name == "full disks" else cluster.clocks):
                print(f"\nWithout {name}: not root, or no C compiler.")
        for text in [*map(str, outcome["wrong"][:5]), *map(str, supervisor.ended[:10]), *self._client.odd[:10], *submitters.refused[:10], *(f"stuck: {evaluation}" for evaluation in list(stuck)[:5])]:
            print(f"! {text}")
        bad = outcome["lost"] or double or outcome["wrong"] or tally["scored"] or (asked and (seen["states"].get("Completed", 0) < len(asked) or seen["readers"].broken))
        return 1 if bad else 0
