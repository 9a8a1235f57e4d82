using Bench.Api.Cues;
using Bench.Service.Refusals;
using Microsoft.AspNetCore.Mvc;

namespace Bench.Api.Pages;

/// <summary>Whether shape or texture decides for every model, by class, next to people where their decisions are
/// given.</summary>
internal sealed class ShapeBiasModel(CueReader cues) : BoardPageModel
{
    [BindProperty(SupportsGet = true)]
    public string? Dataset { get; set; }

    /// <summary>Label set of the shapes.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Shape { get; set; }

    /// <summary>Label set of the textures.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Texture { get; set; }

    public CueBoard? Board { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken cancellationToken)
    {
        try
        {
            Board = await cues.ReadAsync(Dataset ?? "cue-conflict", new CueQuery { Shape = Shape, Texture = Texture }, cancellationToken);
        }
        catch (RefusalException refusal) when (Dataset is null && refusal.Kind == RefusalKind.NotFound)
        {
            // No dataset is asked for, and the usual one is not here: the page says what it is about.
        }
        return Page();
    }
}
