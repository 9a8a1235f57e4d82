using Bench.Data.Datasets;
using Bench.Data.Models;

namespace Bench.Tests.Workers.Evaluations;

/// <summary>Rows that a run needs.</summary>
static class RunRows
{
    public static Model ReadyModel() =>
        new()
        {
            Id = Guid.CreateVersion7(),
            Name = "model",
            State = ModelState.Ready,
            Sha256 = new string('b', 64),
        };

    public static Dataset Pictures() =>
        new()
        {
            Id = Guid.CreateVersion7(),
            Key = "pictures",
            Variant = "custom",
            Layout = "imagefolder",
            Path = "pictures",
            Classes = "from-folders",
            State = DatasetState.Ready,
        };
}
