using Bench.Api.Compare;
using Bench.Api.Leaderboard;
using Bench.Api.Leaderboard.Plans;
using Bench.Service.Refusals;
using Microsoft.AspNetCore.Mvc;

namespace Bench.Api.Pages;

/// <summary>Whether a model keeps up with another within a margin, with the images that flipped.</summary>
internal sealed class CompareVerdictModel(Boards boards, VerdictReader reader) : BoardPageModel
{
    const double UsualPoints = 0.3;
    const double UsualPercent = 100 * VerdictQuestion.UsualConfidence;
    const int MostImages = 100;

    [BindProperty(SupportsGet = true)]
    public Guid? A { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid? B { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Dataset { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? LabelSet { get; set; }

    /// <summary>The margin, in percentage points.</summary>
    [BindProperty(SupportsGet = true)]
    public double Points { get; set; } = UsualPoints;

    /// <summary>Confidence of the interval, in percent.</summary>
    [BindProperty(SupportsGet = true)]
    public double Confidence { get; set; } = UsualPercent;

    [BindProperty(SupportsGet = true)]
    public VerdictBasis Basis { get; set; }

    [BindProperty(SupportsGet = true)]
    public bool Strict { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Cursor { get; set; }

    public VerdictResponse? Answer { get; private set; }

    /// <summary>Label sets of the dataset.</summary>
    public IReadOnlyList<BoardSubject> Subjects { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        if ((A, B) is not ({ } a, { } b))
            throw new RefusalException(
                RefusalKind.Malformed,
                "too-few-models",
                "A verdict is about two models, and the address does not name both.",
                "Choose two models under Compare and follow 'verdict' in the pair's row."
            );
        // Hundredths of what the form has: a fraction as the API takes it.
        var question = new VerdictQuestion(a, b, Dataset, LabelSet, Points / 100, Confidence / 100, Basis, Strict);
        Answer = await reader.ReadAsync(question, MostImages, Cursor, cancellationToken);
        Subjects = [.. (await boards.SubjectsAsync(cancellationToken)).Where(subject => subject.Dataset == Answer.Dataset)];
        return Page();
    }
}
