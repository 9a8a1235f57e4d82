using Bench.Api.Audits;
using Bench.Api.Leaderboard;
using Bench.Api.Leaderboard.Plans;
using Bench.Service.Access;
using Bench.Service.Refusals;
using Microsoft.AspNetCore.Mvc;

namespace Bench.Api.Pages;

/// <summary>Entries of a board that share most of their mistakes.</summary>
internal sealed class SharedMistakesModel(SharedMistakesReader reader, Boards boards) : BoardPageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Dataset { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? LabelSet { get; set; }

    /// <summary>Null when there is no dataset yet.</summary>
    public SharedMistakesAnswer? Found { get; private set; }

    public IReadOnlyList<BoardSubject> Subjects { get; private set; } = [];

    /// <exception cref="RefusalException">The caller may not see it, or a name is unknown.</exception>
    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        Subjects = await boards.SubjectsAsync(cancellationToken);
        if (Subjects.Count == 0 && reader.IsOpenTo(Caller.Of(User)))
            return Page();
        Found = await reader.ReadAsync(Dataset, LabelSet, SharedMistakesReader.MostPairs, Caller.Of(User), cancellationToken);
        return Page();
    }
}
