using Bench.Data.Models;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Models;

/// <summary>Models by a part of their name or architecture, in either case.</summary>
internal static class ModelSearch
{
    public static IQueryable<Model> Named(this IQueryable<Model> models, string? part)
    {
        if (string.IsNullOrWhiteSpace(part))
            return models;
        var pattern = $"%{part.Trim().ToLowerInvariant().Replace("\\", "\\\\").Replace("%", "\\%").Replace("_", "\\_")}%";
        return models.Where(model =>
            EF.Functions.Like(model.Name.ToLower(), pattern, "\\")
            || (model.Architecture != null && EF.Functions.Like(model.Architecture.ToLower(), pattern, "\\"))
        );
    }
}
