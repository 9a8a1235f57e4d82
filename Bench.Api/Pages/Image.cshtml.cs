using Bench.Api.Auth;
using Bench.Api.Mistakes;
using Bench.Data;
using Bench.Service.Datasets.Registry;
using Bench.Service.Labels.Registration;
using Microsoft.AspNetCore.Mvc;

namespace Bench.Api.Pages;

/// <summary>One image: what every label set says of it, what people said, what every model answered.</summary>
internal sealed class ImageModel(ImageReporter reporter, BenchDb db, ApiKeys keys, VerdictBook book) : VerdictPageModel(keys, book)
{
    /// <summary>Null when there is no such image.</summary>
    public ImageReport? Report { get; private set; }

    public async Task<IActionResult> OnGetAsync(string key, string image, CancellationToken cancellationToken)
    {
        Report = await reporter.ReadAsync(key, image, cancellationToken);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string key, CancellationToken cancellationToken)
    {
        var caller = await OperatorAsync(cancellationToken);
        return Again(("saved", $"{await WriteAsync(await db.FindDatasetAsync(key, cancellationToken), caller, cancellationToken)}"));
    }
}
