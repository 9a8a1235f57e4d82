using Bench.Data;
using Bench.Data.Models;
using Bench.Service.Access;
using Bench.Service.Inputs;
using Bench.Service.Refusals;
using Microsoft.EntityFrameworkCore;

namespace Bench.Service.Models.Registration;

/// <summary>Who may change a model, and what is said where there is none.</summary>
public static class ModelAccess
{
    /// <exception cref="RefusalException">The model belongs to another key.</exception>
    public static void RequireOwner(Model model, Caller caller)
    {
        if (!caller.MayChange(model.OwnerKeyId))
            throw RefusalException.NotOwner(
                $"The model '{model.Name}' was uploaded with another key.",
                "Use the key that uploaded it, or ask an operator."
            );
    }

    /// <summary>A model at the beginning of a sentence, as people call it; by its id where the reader sees no model of this id.</summary>
    public static async Task<string> CalledAsync(this BenchDb db, Guid id, CancellationToken cancellationToken) =>
        await db.Models.Where(model => model.Id == id).Select(model => model.Name).FirstOrDefaultAsync(cancellationToken) is { } name
            ? $"The model '{FirstTen.Printable(name)}'"
            : $"The model {id}";

    public static RefusalException Unknown(Guid id) =>
        RefusalException.NotFound(
            "model",
            "model-not-found",
            id.ToString(),
            "List the models with GET /api/v1/models, or upload it with POST /api/v1/models."
        );
}
