using Bench.Service.Labels;
using Bench.Service.Labels.Formats;
using Bench.Service.Labels.Registration;
using Bench.Service.Work;

namespace Bench.Workers.CommandLine;

/// <summary>A label file on the command line: <c>FORMAT:FILE</c>, or <c>KEY=FORMAT:FILE</c> to name the label
/// set.</summary>
/// <param name="Key">Key of the label set; formats that make several have names of their own.</param>
internal sealed record LabelArgument(string Key, string Format, string File)
{
    /// <exception cref="FailureException">It is not of that form, the format is unknown, or the file is not
    /// there.</exception>
    public static LabelArgument Parse(string text)
    {
        var colon = text.IndexOf(':');
        var equals = text.IndexOf('=');
        var named = equals >= 0 && equals < colon;
        var (key, format, file) =
            colon < 0 ? ("", "", text) : (named ? text[..equals] : "", text[(named ? equals + 1 : 0)..colon], text[(colon + 1)..]);
        if (!LabelFormats.All.Contains(format))
            throw new FailureException(
                LabelSetCodes.FormatUnknown,
                $"'{text}' does not begin with a label format; known are {string.Join(", ", LabelFormats.All)}.",
                "Write --labels FORMAT:FILE, for example --labels real-json:real.json."
            );
        if (!System.IO.File.Exists(file))
            throw new FailureException("file-missing", $"There is no label file '{file}'.", "Check the path after the format.");
        key =
            key.Length > 0 ? key
            : format == LabelFormats.RealJson ? "real"
            : LabelSetKeys.Of(Path.GetFileNameWithoutExtension(file));
        return LabelSetKeys.Wrong(key) is { } wrong
            ? throw new FailureException("label-set-key-invalid", $"{wrong}.", "Write --labels KEY=FORMAT:FILE with another key.")
            : new LabelArgument(key, format, file);
    }
}
