using System.Text.Json.Serialization;
using Bench.Imaging.Contract;
using Bench.Service.Evaluations;
using Bench.Service.Models;

namespace Bench.Workers.Inference.Protocol;

/// <summary>A request of the parent to the child. One JSON object a frame; answers come in the order of the
/// requests.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "ask")]
[JsonDerivedType(typeof(OpenModel), "open")]
[JsonDerivedType(typeof(ProbeOutputs), "probe")]
[JsonDerivedType(typeof(SampleAnswer), "sample")]
[JsonDerivedType(typeof(UseImages), "use")]
[JsonDerivedType(typeof(MeasureSpeed), "measure")]
[JsonDerivedType(typeof(OpenAttack), "attack")]
[JsonDerivedType(typeof(ReleaseImages), "release")]
internal abstract record ChildRequest;

/// <summary>Load the model. Answer: <see cref="ModelOpened"/>.</summary>
/// <param name="ModelPath">Path inside the cage.</param>
/// <param name="Providers">Execution providers to try, best first (<c>cuda</c>, <c>cpu</c>).</param>
/// <param name="Threads">Threads of one operator.</param>
/// <param name="DeviceId">GPU to use where a provider has one.</param>
/// <param name="DeviceMemoryBytes">Most GPU memory to take; 0 for no limit.</param>
/// <param name="CudnnSearch">How cuDNN looks for its convolution kernels.</param>
/// <param name="TensorRtFp16">Whether TensorRT may compute in half precision.</param>
/// <param name="AllowTf32">Whether a GPU may multiply single-precision numbers as TF32.</param>
internal sealed record OpenModel(
    string ModelPath,
    IReadOnlyList<string> Providers,
    int Threads,
    int DeviceId,
    long DeviceMemoryBytes,
    string CudnnSearch = "heuristic",
    bool TensorRtFp16 = false,
    bool AllowTf32 = false
) : ChildRequest;

/// <summary>Run the model once on noise and tell the shape of every output. Answer:
/// <see cref="OutputsProbed"/>.</summary>
/// <param name="Height">Height to use where the model leaves it open.</param>
/// <param name="Width">Width to use where the model leaves it open.</param>
internal sealed record ProbeOutputs(string Input, TensorLayout Layout, int Batch, int Height, int Width) : ChildRequest;

/// <summary>Run the model once on seeded noise and tell some numbers of the first row of an output. Answer:
/// <see cref="AnswerSampled"/>.</summary>
/// <param name="Height">Height to use where the model leaves it open.</param>
/// <param name="Width">Width to use where the model leaves it open.</param>
internal sealed record SampleAnswer(string Input, TensorLayout Layout, int Batch, int Height, int Width, string Output) : ChildRequest;

/// <summary>Read images from this crop file under this contract from now on. Answer: <see cref="Ready"/>.</summary>
/// <param name="CropFile">Path inside the cage.</param>
/// <param name="Preprocessing">The contract as JSON.</param>
/// <param name="Output">The output to read; its rows have <paramref name="OutputWidth"/> values.</param>
/// <param name="Plan">How they are run. The last batch is padded to a whole one, so that numbers do not depend on how
/// the work was cut.</param>
/// <param name="Places">Where the crops of the images are in the file, where that is not their own order.</param>
internal sealed record UseImages(
    string CropFile,
    string Preprocessing,
    string Input,
    TensorLayout Layout,
    string Output,
    int OutputWidth,
    EnginePlan Plan,
    CropPlaces? Places = null
) : ChildRequest
{
    /// <summary>As an evaluation's record says, at its plan.</summary>
    public static UseImages Of(RunRecord record, string cropFile, Preprocessing preprocessing) =>
        new(cropFile, PreprocessingJson.Write(preprocessing), record.Input, record.Layout, record.Output, record.OutputWidth, record.Plan);
}

/// <summary>Places of crops in a crop file.</summary>
/// <param name="First">First image of the range.</param>
/// <param name="Crops">Index of each image's crop, from the first image on.</param>
internal sealed record CropPlaces(int First, IReadOnlyList<int> Crops);

/// <summary>Close the crop file. Answer: <see cref="Ready"/>.</summary>
internal sealed record ReleaseImages : ChildRequest;

/// <summary>Run images [First, First + Count), batch after batch, at most <see cref="MostImages"/>. Answer: a rows
/// frame of Count × OutputWidth float32.</summary>
internal sealed record RunBatch(int First, int Count) : ChildRequest
{
    /// <summary>Images that are worth a message and the change of threads that it takes.</summary>
    const int Worthwhile = 16;

    /// <summary>Images of a request: whole batches, several where they are small.</summary>
    public static int MostImages(int batch) => batch * Math.Max(1, Worthwhile / batch);

    /// <summary>Images of a request where there are only so many in all: every session gets its share.</summary>
    public static int ImagesOf(EnginePlan plan, int images) =>
        Math.Clamp(images / plan.Sessions / plan.Batch * plan.Batch, plan.Batch, MostImages(plan.Batch));
}

/// <summary>Time the child alone, from crops to rows: windows at the plan in use, then single images where latency is
/// wanted. Then it also frees whatever that plan does not need, and reports the memory of the plan alone. Answer:
/// <see cref="SpeedMeasured"/>.</summary>
internal sealed record MeasureSpeed(int Windows, double SecondsPerWindow, bool Latency) : ChildRequest;

/// <summary>Load the model to be attacked, as it is served and, where its operators have gradient rules, once more with
/// its reverse pass. Answer: <see cref="AttackOpened"/>.</summary>
/// <param name="Preprocessing">The contract as JSON: pictures come in [0, 1], before its normalisation.</param>
/// <param name="FixedBatch">Whether the model takes no other batch than <paramref name="Batch"/>.</param>
/// <param name="Derivative">What is wanted of the reverse pass.</param>
/// <param name="Probabilities">Whether the parent takes the logarithms of the output for logits.</param>
/// <param name="Sigmoid">Whether the parent takes its log-odds for logits.</param>
internal sealed record OpenAttack(
    OpenModel Model,
    string Preprocessing,
    string Input,
    string InputElementType,
    TensorLayout Layout,
    string Output,
    int OutputWidth,
    int Batch,
    bool FixedBatch,
    Derivative Derivative = Derivative.OfPicture,
    bool Probabilities = false,
    bool Sigmoid = false
) : ChildRequest;

/// <summary>Run pictures, any number of them. Answer: a rows frame of OutputWidth float32 for each; with seeds, of the
/// picture's size, or of its features'.</summary>
/// <param name="Pictures">N × 3 × height × width.</param>
/// <param name="Seeds">N × OutputWidth to get Jᵀ·seed, or the class map; empty to get the outputs.</param>
/// <param name="OwnLogits">Whether the numbers at which the reverse pass begins are wanted in place of the outputs.</param>
internal sealed record RunPictures(float[] Pictures, float[] Seeds, bool OwnLogits = false) : ChildRequest;
