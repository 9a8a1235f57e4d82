namespace Bench.Api.SavedViews;

/// <summary>A view to save.</summary>
/// <param name="Name">What it shows, 1 to 200 characters.</param>
/// <param name="Address">Path and query of the leaderboard (/), the scatter plot (/scatter), a comparison (/compare), a
/// slice (/slices), mistakes (/mistakes) or labels in doubt (/label-errors), up to 2,000 characters.</param>
public sealed record SaveViewRequest(string Name, string Address);

/// <summary>A saved view.</summary>
/// <param name="Code">What its short link ends in.</param>
/// <param name="Name">What it shows.</param>
/// <param name="Address">Path and query that it leads to.</param>
/// <param name="Link">The short link, from the root of the service.</param>
/// <param name="Owner">Name of the key that saved it; null when that key is gone.</param>
/// <param name="CreatedAt">When.</param>
public sealed record SavedViewAnswer(string Code, string Name, string Address, string Link, string? Owner, DateTime CreatedAt);
