using Bench.Data.Outcomes;

namespace Bench.Tests.Api.Doubts;

/// <summary>Addresses by what numbers they serve.</summary>
static class Outlets
{
    const string Fixed = "bytes that are signed, or are what was measured: doubts come after them";
    const string Picture = "a picture: it has the names of LeaderboardPart.NameOf, or the marks of ModelReport.ChecksOf";
    const string Things = "what is registered, with its own checks and no number of an evaluation";
    const string Inquiry = "an inquiry's own numbers, which say for themselves what is doubtful about them";
    const string Rows = "what single images came to, and pictures of them: what they add up to has the doubts";
    const string Service = "the service itself, and who uses it";

    /// <summary>Routes whose answers hold numbers of evaluations, with an address of each over <see cref="DoubtfulBoard"/>, and doubts that
    /// it cannot have.</summary>
    public static readonly (string Route, string Address, Check[] Without)[] All =
    [
        .. Evaluation("doubted", "scores", "reliability", "confusions", "mistakes", "subgroups", "facets", "facets.csv", "classes"),
        .. Evaluation("doubted", "label-counts", "error-kinds", "calibration"),
        .. Evaluation("shift", "conformal", "parent").Select(outlet => outlet with { Address = outlet.Address.Replace("alpha", "child") }),
        Api("evaluations/{id}/corruptions", "evaluations/{parent.tree}/corruptions"),
        Api("evaluations/{id}/shape-bias", "evaluations/{alpha.doubted}/shape-bias?texture=texture"),
        Api("evaluations/{id}", "evaluations/{alpha.doubted}"),
        Api("compare", "compare?a={alpha}&b={beta}&dataset=doubted"),
        Api("compare/verdict", "compare/verdict?a={alpha}&b={beta}&dataset=doubted&margin=0.1"),
        Api("order-changes", "order-changes?dataset=doubted&other=texture"),
        Api("correlations", "correlations?dataset=doubted&columns=top1,texture:top1"),
        Api("prevalence", "prevalence?dataset=doubted&m={alpha}&m={beta}"),
        Api("datasets/{key}/memorisation", "datasets/doubted/memorisation"),
        Api("datasets/{key}/label-errors", "datasets/doubted/label-errors"),
        Api("datasets/{key}/slices", "datasets/doubted/slices?set=properties"),
        Api("datasets/{key}/slices.csv", "datasets/doubted/slices.csv?set=properties"),
        Api("datasets/{key}/shape-bias", "datasets/doubted/shape-bias"),
        Api("datasets/{key}/shape-bias.csv", "datasets/doubted/shape-bias.csv"),
        Api("datasets/{key}/images/{image}/answers", "datasets/doubted/images/1/answers"),
        Api("audits/shared-mistakes", "audits/shared-mistakes?dataset=doubted"),
        Api("models/{id}/ranks", "models/{alpha}/ranks"),
        Api("models/{id}/card.md", "models/{alpha}/card.md"),
        Api("models/{id}/badge.svg", "models/{alpha}/badge.svg"),
        Api("leaderboard", "leaderboard?dataset=doubted"),
        Api("leaderboard.csv", "leaderboard.csv?dataset=doubted"),
        Api("leaderboard.md", "leaderboard.md?dataset=doubted"),
        Api("leaderboard.tex", "leaderboard.tex?dataset=doubted"),
        Api("leaderboard/effective-robustness", "leaderboard/effective-robustness?dataset=shift"),
        Api("leaderboard/oracle-relative", "leaderboard/oracle-relative?dataset=shift&oracle={parent}"),
        Api("attacks/", "attacks?modelId={alpha}"),
        Api("attacks/{id}", "attacks/{attack}"),
        Api("explanations/", "explanations?modelId={alpha}"),
        Api("explanations/{id}", "explanations/{explanation}"),
        Api("suites/{key}/board", "suites/all/board"),
        Api("suites/{key}/board.csv", "suites/all/board.csv"),
        Api("suites/{key}/models/{id}", "suites/all/models/{alpha}"),
        Api("suites/{key}/models/{id}/report.csv", "suites/all/models/{alpha}/report.csv"),
        Page("/", "/?dataset=doubted"),
        Page("/compare", "/compare?m={alpha}&m={beta}&dataset=doubted"),
        Page("/compare/verdict", "/compare/verdict?a={alpha}&b={beta}&dataset=doubted"),
        Page("/slices", "/slices?dataset=doubted&set=properties"),
        Page("/scatter", "/scatter?dataset=doubted"),
        Page("/shape-bias", "/shape-bias?dataset=doubted"),
        Page("/shared-mistakes", "/shared-mistakes?dataset=doubted"),
        Page("/mistakes", "/mistakes?evaluation={alpha.doubted}"),
        Page("/label-errors", "/label-errors?dataset=doubted"),
        Page("/evaluations/{id:guid}", "/evaluations/{alpha.doubted}"),
        Page("/evaluations/{id:guid}/classes", "/evaluations/{alpha.doubted}/classes"),
        Page("/evaluations/{id:guid}/calibration", "/evaluations/{alpha.doubted}/calibration"),
        Page("/evaluations/{id:guid}/facets", "/evaluations/{alpha.doubted}/facets"),
        Page("/models/{id:guid}", "/models/{alpha}"),
        Page("/models/{id:guid}/robustness", "/models/{alpha}/robustness"),
        Page("/datasets/{key}/images/{image}", "/datasets/doubted/images/1"),
        Page("/suites/{key}", "/suites/all"),
        Page("/suites/{key}/models/{id:guid}", "/suites/all/models/{alpha}"),
        Page("/embed/board", "/embed/board?dataset=doubted"),
        // A picture marks the rows in doubt with a dagger.
        ("/embed/board.svg", "/embed/board.svg?dataset=doubted", [DoubtfulBoard.OfEvaluation]),
        // No numbers, and yet the place where readers meet them first.
        ("/changes.atom", "/changes.atom", [DoubtfulBoard.OfDataset]),
    ];

    /// <summary>Addresses with numbers that rest on the clean evaluation too, and on the parent's.</summary>
    public static readonly (string Address, Check[] Said)[] Derived =
    [
        .. ((string[])["scores", ""]).Select(part => ($"/api/v1/evaluations/{{child.shift}}/{part}".TrimEnd('/'), OfBoth)),
        ("/api/v1/evaluations/{child.shift}/conformal?calibration=clean", [DoubtfulBoard.OfClean]),
        ("/api/v1/evaluations/{child.shift}/parent", [DoubtfulBoard.OfParent]),
        ("/api/v1/leaderboard?dataset=shift&columns=accuracy-drop,parent-flips", OfBoth),
        ("/api/v1/leaderboard.csv?dataset=clean&columns=shift:original:accuracy-drop,shift:original:parent-flips", OfBoth),
        ("/api/v1/leaderboard/oracle-relative?dataset=shift&oracle={parent}", OfBoth),
        ("/api/v1/leaderboard/effective-robustness?dataset=shift", OfBoth),
        ("/api/v1/models/{child}/card.md", OfBoth),
        ("/api/v1/models/{child}/badge.svg?dataset=shift&metric=accuracy-drop", [DoubtfulBoard.OfClean]),
        ("/api/v1/suites/all/board.csv", OfBoth),
        ("/api/v1/suites/all/models/{child}", OfBoth),
        ("/evaluations/{child.shift}", OfBoth),
        ("/models/{child}", [DoubtfulBoard.OfParent]),
    ];

    static Check[] OfBoth => [DoubtfulBoard.OfClean, DoubtfulBoard.OfParent];

    /// <summary>Routes without numbers of evaluations, or whose bytes are fixed, and which it is.</summary>
    public static readonly IReadOnlyDictionary<string, string> WithoutNumbers = new Dictionary<string, string>
    {
        ["/api/v1/evaluations/{id}/predictions"] = Fixed,
        ["/api/v1/log/"] = Fixed,
        ["/api/v1/log/heads"] = Fixed,
        ["/api/v1/log/entries"] = Fixed,
        ["/api/v1/log/inclusion"] = Fixed,
        ["/api/v1/log/consistency"] = Fixed,
        ["/api/v1/log/rows/{evaluation}"] = Fixed,
        ["/api/v1/log/files/{kind}/{sha256}"] = Fixed,
        ["/api/v1/log/releases"] = Fixed,
        ["/api/v1/log/releases/{name}"] = Fixed,
        ["/log"] = Fixed,
        ["/embed/board.png"] = Picture,
        ["/embed/models/{id:guid}.png"] = Picture,
        ["/api/v1/models/"] = Things,
        ["/api/v1/models/{id}"] = Things,
        ["/api/v1/models/{id}/changes"] = Things,
        ["/api/v1/models/{id}/cite.bib"] = Things,
        ["/api/v1/datasets/"] = Things,
        ["/api/v1/datasets/{key}"] = Things,
        ["/api/v1/datasets/{key}/images/{index}"] = Things,
        ["/api/v1/datasets/{key}/near-duplicates"] = Things,
        ["/api/v1/datasets/{key}/verdicts/"] = Things,
        ["/api/v1/datasets/{key}/verdicts/agreement"] = Things,
        ["/api/v1/datasets/{key}/verdicts/{image}/history"] = Things,
        ["/api/v1/label-sets/"] = Things,
        ["/api/v1/label-sets/{id}"] = Things,
        ["/api/v1/hierarchies/"] = Things,
        ["/api/v1/error-rules/"] = Things,
        ["/api/v1/evaluations/"] = Things,
        ["/api/v1/evaluations/{id}/events"] = Things,
        ["/api/v1/uploads/{id}/graph"] = Things,
        ["/api/v1/suites/"] = Things,
        ["/api/v1/suites/{key}/"] = Things,
        ["/api/v1/views/"] = Things,
        ["/api/v1/metrics/"] = Things,
        ["/api/v1/metrics/calibration"] = Things,
        ["/datasets"] = Things,
        ["/datasets/{key}"] = Things,
        ["/evaluations"] = Things,
        ["/label-sets"] = Things,
        ["/metrics/catalogue"] = Things,
        ["/models"] = Things,
        ["/suites"] = Things,
        ["/views"] = Things,
        ["/v/{code}"] = Things,
        ["/api/v1/attacks/{id}/images.csv"] = Rows,
        ["/api/v1/attacks/{id}/pictures/{image}"] = Rows,
        ["/api/v1/audits/{id}"] = Inquiry,
        ["/api/v1/audits/spot-checks"] = Inquiry,
        ["/api/v1/audits/rows"] = Inquiry,
        ["/api/v1/explanations/{id}/maps/{image}"] = Rows,
        ["/api/v1/keys/"] = Service,
        ["/api/v1/teams/"] = Service,
        ["/api/v1/teams/{id}"] = Service,
        ["/api/v1/limits"] = Service,
        ["/api/v1/audit"] = Service,
        ["/api/v1/webhooks/"] = Service,
        ["/api/v1/webhooks/{id}/deliveries"] = Service,
        ["/metrics"] = Service,
        ["/health"] = Service,
        ["/health/live"] = Service,
        ["/health/ready"] = Service,
        ["/hangfire/{**path}"] = Service,
        ["/queue"] = Service,
        ["/sign-in"] = Service,
        ["/submit"] = Service,
        ["/teams"] = Service,
    };

    static IEnumerable<(string Route, string Address, Check[] Without)> Evaluation(string dataset, params string[] parts) =>
        parts.Select(part => Api($"evaluations/{{id}}/{part}", $"evaluations/{{alpha.{dataset}}}/{part}"));

    static (string Route, string Address, Check[] Without) Api(string route, string address) =>
        ($"/api/v1/{route}", $"/api/v1/{address}", []);

    static (string Route, string Address, Check[] Without) Page(string route, string address) => (route, address, []);
}
