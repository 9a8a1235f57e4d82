namespace Bench.Onnx.Model;

/// <summary>The stable codes of a refusal.</summary>
public static class OnnxProblemCodes
{
    /// <summary>Not an ONNX file, truncated, or contradicting itself.</summary>
    public const string Invalid = "model-invalid";

    /// <summary>More bytes than allowed.</summary>
    public const string TooLarge = "model-too-large";

    /// <summary>Declares more of something than allowed.</summary>
    public const string Limits = "model-limits";

    /// <summary>An operator that the standard does not have, or that Bench does not run.</summary>
    public const string UnsupportedOperator = "model-unsupported-operator";

    /// <summary>An operator of a domain that needs a library of its own.</summary>
    public const string CustomDomain = "model-custom-domain";

    /// <summary>External data missing, out of range or outside the model's folder.</summary>
    public const string ExternalData = "model-external-data";

    /// <summary>Not a .zip archive, or not one with exactly one model and plain files.</summary>
    public const string Archive = "model-archive";

    /// <summary>No image input, or more than one input.</summary>
    public const string Input = "model-input";

    /// <summary>No output that could hold a value for each class.</summary>
    public const string Output = "model-output";
}
