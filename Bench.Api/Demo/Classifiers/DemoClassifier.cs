namespace Bench.Api.Demo.Classifiers;

/// <summary>One classifier of the demo: a bank of patches and a linear layer over it, fitted in code.</summary>
/// <param name="Name">Name on the board.</param>
/// <param name="Description">What it sees with.</param>
/// <param name="Filters">Filters of the bank.</param>
/// <param name="Patch">Their side in pixels.</param>
/// <param name="Stride">Pixels between positions.</param>
/// <param name="Grid">Cells across and down over which the filters' answers are averaged.</param>
/// <param name="Confidence">Factor over the honest sharpness of its scores: above 1 it is overconfident, below 1 too
/// modest.</param>
internal sealed record DemoClassifier(string Name, string Description, int Filters, int Patch, int Stride, int Grid, float Confidence)
{
    const double Penalty = 0.3;

    /// <summary>Best first.</summary>
    public static IReadOnlyList<DemoClassifier> All { get; } =
    [
        new("Demo patches 64", "64 patches of 6 × 6 pixels on a 3 × 3 grid; too sure of itself", 64, 6, 3, 3, 2.5f),
        new("Demo patches 24", "24 patches of 6 × 6 pixels on a 2 × 2 grid; honest about its doubts", 24, 6, 3, 2, 1f),
        new("Demo colours 16", "the colours of 16 pixels, wherever they are; too modest", 16, 1, 1, 1, 0.5f),
    ];

    /// <summary>File name of its model.</summary>
    public string File => $"{Name.ToLowerInvariant().Replace(' ', '-')}.onnx";

    /// <summary>The manifest of the upload. Its contract says how <see cref="TrainingPicture.Pixels"/> are
    /// made.</summary>
    public object Manifest =>
        new
        {
            name = Name,
            description = Description,
            architecture = "random patches",
            trainingData = "600 drawn pictures",
            license = "MIT",
            preprocessing = new
            {
                input_size = new[] { 3, TrainingPicture.Side, TrainingPicture.Side },
                interpolation = "bilinear",
                crop_pct = 1.0,
                mean = new[] { 0.5, 0.5, 0.5 },
                std = new[] { 0.5, 0.5, 0.5 },
            },
        };

    /// <summary>Fits the classifier and returns its model in the ONNX format; the same pictures give the same
    /// bytes.</summary>
    /// <remarks>Four fifths of the pictures teach the weights, the rest tells how sure they may be.</remarks>
    public byte[] Fit(IReadOnlyList<TrainingPicture> pictures)
    {
        var seed = Filters;
        var bank = PatchBank.Take(pictures, Filters, Patch, Stride, Grid, seed);
        var taught = pictures.Count * 4 / 5;
        var teachers = pictures.Take(taught).SelectMany(picture => new[] { picture, picture.Mirrored() }).ToArray();
        var linear = RidgeRegression.Fit(
            FeaturesOf(bank, teachers),
            [.. teachers.Select(picture => picture.Label)],
            Enum.GetValues<Pictures.Shape>().Length,
            Penalty
        );

        var heldOut = pictures.Skip(taught).ToArray();
        var scores = FeaturesOf(bank, heldOut).Select(linear.Scores).ToArray();
        var honest = Temperature.Sharpness(scores, [.. heldOut.Select(picture => picture.Label)]);
        return PatchNetwork.Write(bank, linear.Sharpened(honest * Confidence));
    }

    static float[][] FeaturesOf(PatchBank bank, TrainingPicture[] pictures)
    {
        var features = new float[pictures.Length][];
        Parallel.For(0, pictures.Length, i => features[i] = bank.Features(pictures[i]));
        return features;
    }
}
