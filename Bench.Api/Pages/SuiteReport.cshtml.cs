using Bench.Api.Metrics;
using Bench.Api.Suites;
using Bench.Data.Access;
using Bench.Service.Access;
using Bench.Service.Refusals;
using Bench.Service.Suites;
using Microsoft.AspNetCore.Mvc;

namespace Bench.Api.Pages;

/// <summary>One model over a suite, and the form that starts what is missing.</summary>
internal sealed class SuiteReportModel(SuiteReports reports, SuiteRuns runs) : BoardPageModel
{
    /// <summary>The newest when absent.</summary>
    [BindProperty(SupportsGet = true)]
    public int? Version { get; set; }

    /// <summary>Null when there is no such suite or model.</summary>
    public SuiteReport? Report { get; private set; }

    public Caller? Caller { get; private set; }

    public static string Text(SuiteNumberView number) =>
        number.Value is { } value && MetricDirectory.Find(number.Metric) is { } metric ? NumberText.WithUnit(metric, value) : "no number";

    /// <summary>The sets that a number covers, and some of those that it lacks.</summary>
    public static string Over(SuiteNumberView number) =>
        number.Members == number.Of
            ? $"{number.Of}"
            : $"{number.Members} of {number.Of}; missing: {string.Join(", ", number.Missing.Take(3))}"
                + (number.Missing.Count > 3 ? $" and {NumberText.Whole(number.Missing.Count - 3)} more" : "");

    public async Task<IActionResult> OnGetAsync(string key, Guid id, CancellationToken cancellationToken)
    {
        Caller = Caller.Of(User);
        Report = await reports.ReadAsync(key, Version, id, cancellationToken);
        return Page();
    }

    public async Task<IActionResult> OnPostAsync(string key, Guid id, CancellationToken cancellationToken)
    {
        if (Caller.Of(User) is not { Role: Role.Submitter or Role.Operator } caller)
            throw new RefusalException(
                RefusalKind.Forbidden,
                "key-role",
                "Starting evaluations needs a submitter's or an operator's key.",
                "Sign in with one at /sign-in."
            );
        await runs.RunAsync(key, id, preprocessing: null, caller, cancellationToken);
        return LocalRedirect($"/suites/{Uri.EscapeDataString(key)}/models/{id}");
    }
}
