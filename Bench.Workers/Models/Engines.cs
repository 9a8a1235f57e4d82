using Bench.Service.Models;
using Bench.Workers.Inference.Protocol;

namespace Bench.Workers.Models;

/// <summary>What runs models on this machine.</summary>
internal static class Engines
{
    /// <summary>As the child says it, with this machine's name.</summary>
    public static EngineRecord Of(ModelOpened opened) =>
        new(
            MachineName.Here,
            opened.Provider,
            opened.RuntimeVersion,
            opened.Engine.InstructionSet,
            opened.Engine.Tf32,
            string.Join(' ', opened.Engine.Options)
        );
}
