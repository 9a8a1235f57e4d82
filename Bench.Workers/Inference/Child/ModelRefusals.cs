using Bench.Workers.Inference.Protocol;
using Microsoft.ML.OnnxRuntime;

namespace Bench.Workers.Inference.Child;

/// <summary>Turns what a model can provoke into a refusal; anything else ends the child, and the parent sees
/// that.</summary>
internal static class ModelRefusals
{
    /// <param name="opening">Whether the action loads the model for the first time.</param>
    /// <returns>Null where the action went well.</returns>
    public static Refused? Of(Action action, bool opening = false)
    {
        try
        {
            action();
            return null;
        }
        catch (OnnxRuntimeException error)
        {
            return new Refused(CodeOf(error, opening), error.Message);
        }
        catch (OutOfMemoryException error)
        {
            return new Refused(RefusalCode.OutOfMemory, error.Message);
        }
        catch (OutputTooLargeException error)
        {
            return new Refused(RefusalCode.OutputTooLarge, error.Message);
        }
        catch (PlatformNotSupportedException error)
        {
            return new Refused(RefusalCode.ProviderMissing, error.Message);
        }
        catch (Exception error) when (error is NotSupportedException or ArgumentException or InvalidOperationException)
        {
            return new Refused(RefusalCode.BadRequest, error.Message);
        }
    }

    static RefusalCode CodeOf(OnnxRuntimeException error, bool opening) =>
        error.Message.Contains("bad_alloc", StringComparison.Ordinal)
        || error.Message.Contains("allocate memory", StringComparison.OrdinalIgnoreCase)
        || error.Message.Contains("out of memory", StringComparison.OrdinalIgnoreCase)
            ? RefusalCode.OutOfMemory
        : opening ? RefusalCode.ModelDoesNotLoad
        : RefusalCode.ModelDoesNotRun;
}
