using Bench.Data.Outcomes;

namespace Bench.Service.Models;

/// <summary>Which of several outputs that fit is read, and what is said about it.</summary>
public static class OutputChoice
{
    /// <summary>The first one, unless its name says that it belongs to an auxiliary head and another's does
    /// not.</summary>
    /// <param name="fitting">Names of the outputs that fit, in the model's order; at least one.</param>
    public static (string Name, Check? Check) Of(IReadOnlyList<string> fitting)
    {
        var chosen = fitting.FirstOrDefault(name => !name.Contains("aux", StringComparison.OrdinalIgnoreCase)) ?? fitting[0];
        return (
            chosen,
            fitting.Count == 1
                ? null
                : Check.Note(
                    CheckCodes.OutputChosen,
                    $"The outputs {string.Join(", ", fitting.Select(name => $"'{name}'"))} all fit, and '{chosen}' is read. Name "
                        + "the one that is meant as 'output' in the manifest."
                )
        );
    }
}
