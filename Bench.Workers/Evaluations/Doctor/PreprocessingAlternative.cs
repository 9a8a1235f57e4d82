using Bench.Imaging.Contract;

namespace Bench.Workers.Evaluations.Doctor;

/// <summary>Another contract that somebody may have meant.</summary>
/// <param name="Change">What differs from the declared one, in words that finish "with …".</param>
internal sealed record PreprocessingAlternative(string Change, Preprocessing Preprocessing);
