using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Bench.Imaging.Contract;
using Bench.Onnx.Gradients;
using Bench.Onnx.Model;
using Bench.Workers.Attacks;
using Bench.Workers.Inference.Protocol;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Bench.Workers.Inference.Child;

/// <summary>A model under attack: the served session answers, a second one with the reverse pass tells the way. Like every session it lives
/// in the cage.</summary>
/// <remarks>
/// Pictures are float32 in [0, 1], channel after channel, red first: the contract's normalisation, channel order and layout come after the
/// attack. A model that takes bytes is shown rounded ones. Where the served output holds probabilities their logarithms stand for the
/// logits, which differ from them by one number for all classes, and where it holds an independent one of each class its log-odds.
/// </remarks>
internal sealed class AttackSession : IAttackTarget, IDisposable
{
    /// <summary>The logarithm of what a half precision probability rounds to zero below.</summary>
    const float LeastProbability = 6e-8f;

    readonly ModelSession _served;
    readonly ModelSession? _differentiated;
    readonly GradientModel? _gradient;
    readonly IReadOnlyList<string> _steps;
    readonly bool _ownLogits;
    readonly Preprocessing _contract;
    readonly OnnxImageInput _image;
    readonly OnnxClassOutput _output;
    readonly InputBatch _input;
    readonly float[] _gradientInput,
        _gradientSeeds;
    readonly int _batch;
    readonly PictureInput _pictures;

    AttackSession(
        ModelSession served,
        ModelSession? differentiated,
        GradientResult result,
        OnnxImageInput image,
        OnnxClassOutput output,
        int classes,
        Preprocessing contract,
        int batch
    )
    {
        (_served, _differentiated) = (served, differentiated);
        (_contract, _image, _output, _batch) = (contract, image, output, batch);
        (_gradient, Missing, Classes, Pixels) = (result.Model, result.Missing, classes, 3 * contract.Height * contract.Width);
        (_steps, _ownLogits) = (result.Steps, result.Model is not null && result.OwnLogits);
        _input = served.CreateBatch(
            image.Name,
            image.Layout == OnnxImageLayout.Nchw ? TensorLayout.Nchw : TensorLayout.Nhwc,
            batch,
            contract.Height,
            contract.Width
        );
        (_gradientInput, _gradientSeeds) = (new float[(_gradient?.Batch ?? 0) * Pixels], new float[(_gradient?.Batch ?? 0) * classes]);
        _pictures = new PictureInput(contract, image);
    }

    /// <summary>Opens the model as the parent asks, whose side makes logits of the output's numbers.</summary>
    public static AttackSession Open(OpenAttack request) =>
        Open(
            request.Model,
            new OnnxImageInput(
                request.Input,
                Enum.Parse<OnnxElementType>(request.InputElementType, ignoreCase: true),
                request.Layout == TensorLayout.Nchw ? OnnxImageLayout.Nchw : OnnxImageLayout.Nhwc,
                request.FixedBatch ? request.Batch : null,
                null,
                null
            ),
            new OnnxClassOutput(request.Output, OnnxElementType.Float, request.OutputWidth, OnnxOutputScale.Logits),
            request.OutputWidth,
            PreprocessingJson.ReadStored(request.Preprocessing, out var errors)
                ?? throw new ArgumentException($"the preprocessing is refused: {errors[0].Field} {errors[0].Message}"),
            request.Batch,
            new OnnxLimits(),
            CancellationToken.None,
            request.Derivative,
            request.Probabilities,
            request.Sigmoid
        );

    /// <summary>Loads a model twice, once as it is served and once with its reverse pass.</summary>
    /// <param name="request">How the served model is opened.</param>
    /// <param name="image">Its image input.</param>
    /// <param name="output">Its output with a number for each class.</param>
    /// <param name="classes">How many.</param>
    /// <param name="contract">The preprocessing contract.</param>
    /// <param name="batch">Pictures a run, where the model leaves it open.</param>
    /// <param name="limits">What the model may declare.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <param name="derivative">What is wanted of the reverse pass.</param>
    /// <param name="probabilities">Whether the caller takes the logarithms of what <see cref="Logits"/> gives for logits.</param>
    /// <param name="sigmoid">Whether it takes their log-odds.</param>
    public static AttackSession Open(
        OpenModel request,
        OnnxImageInput image,
        OnnxClassOutput output,
        int classes,
        Preprocessing contract,
        int batch,
        OnnxLimits limits,
        CancellationToken cancellationToken,
        Derivative derivative = Derivative.OfPicture,
        bool probabilities = false,
        bool sigmoid = false
    )
    {
        batch = image.Batch ?? batch;
        probabilities |= output.Scale == OnnxOutputScale.Probabilities;
        var result =
            derivative == Derivative.None
                ? new GradientResult(null, [])
                : OnnxGradient.Build(
                    request.ModelPath,
                    image,
                    output.Name,
                    batch,
                    contract.Height,
                    contract.Width,
                    limits,
                    cancellationToken,
                    derivative == Derivative.ClassMap,
                    probabilities,
                    sigmoid
                );
        if (result.Model is { } model && model.Classes != classes)
            result = new(null, [$"{model.Classes} logits for {classes} classes"]);
        var served = ModelSession.Open(request);
        try
        {
            var differentiated = Differentiated(request, ref result);
            return new(served, differentiated, result, image, output, classes, contract, batch);
        }
        catch
        {
            served.Dispose();
            throw;
        }
    }

    /// <summary>A gradient that the runtime does not take is none.</summary>
    static ModelSession? Differentiated(OpenModel request, ref GradientResult result)
    {
        if (result.Model is not { } model)
            return null;
        try
        {
            return ModelSession.Open(InSinglePrecision(request), model.Bytes);
        }
        catch (OnnxRuntimeException error)
        {
            result = new(null, [$"the runtime does not load its reverse pass: {error.Message.Split('\n')[0]}"]);
            return null;
        }
    }

    /// <summary>A reverse pass is computed with all bits, whatever the served model may do without: its masks tell neighbouring numbers
    /// apart and hold numbers that half precision has not.</summary>
    /// <remarks>TensorRT has no option against TF32 but the environment, which is the served model's too; CUDA has, and is there where
    /// TensorRT is.</remarks>
    internal static OpenModel InSinglePrecision(OpenModel request) =>
        request with
        {
            AllowTf32 = false,
            TensorRtFp16 = false,
            Providers = request.AllowTf32
                ? [.. request.Providers.Select(name => name == "tensorrt" ? "cuda" : name).Distinct()]
                : request.Providers,
        };

    /// <summary>How both are run, and what rules out a gradient.</summary>
    public AttackOpened Description => new(_served.Description, HasGradient, Missing, Features) { Steps = _steps, OwnLogits = _ownLogits };

    public int Pixels { get; }

    public int Classes { get; }

    public bool HasGradient => _gradient is not null;

    /// <summary>The features of class maps; null unless these are made.</summary>
    public FeatureTensor? Features => _gradient?.Features;

    /// <summary>Operators without a rule, which prevent a gradient.</summary>
    public IReadOnlyList<string> Missing { get; }

    /// <summary>Pictures that a run takes.</summary>
    public int Batch => _batch;

    public void Logits(ReadOnlySpan<float> pictures, Span<float> logits)
    {
        var count = logits.Length / Classes;
        for (var first = 0; first < count; first += _batch)
        {
            var part = Math.Min(_batch, count - first);
            for (var i = 0; i < _batch; i++)
                FillServed(pictures.Slice((first + Math.Min(i, part - 1)) * Pixels, Pixels), _input.Image(i));
            using var outputs = _served.Run(_image.Name, _input.Value, [_output.Name]);
            OutputRows.Read(outputs[0], _output.Name, (long)_batch * Classes, logits.Slice(first * Classes, part * Classes));
        }
        if (_output.Scale == OnnxOutputScale.Probabilities)
            foreach (ref var value in logits)
                value = MathF.Log(MathF.Max(value, LeastProbability));
    }

    public void Gradients(ReadOnlySpan<float> pictures, ReadOnlySpan<float> seeds, Span<float> gradients) =>
        Differentiate(pictures, seeds, Pixels, gradients);

    public void ClassMaps(ReadOnlySpan<float> pictures, ReadOnlySpan<float> seeds, Span<float> maps) =>
        Differentiate(pictures, seeds, MapNumbers, maps);

    /// <param name="numbers">Numbers that the reverse pass makes of a picture.</param>
    /// <param name="answers">N × numbers.</param>
    /// <param name="ownLogits">Whether the logits at which the pass begins are wanted, without seeds.</param>
    void Differentiate(ReadOnlySpan<float> pictures, ReadOnlySpan<float> seeds, int numbers, Span<float> answers, bool ownLogits = false)
    {
        if (_gradient is null || _differentiated is null || (ownLogits ? !_ownLogits : MapNumbers > 0 != (numbers == MapNumbers)))
            throw new InvalidOperationException("the model was not opened for this derivative, or has none");
        var count = pictures.Length / Pixels;
        long[] shape =
            _image.Layout == OnnxImageLayout.Nchw
                ? [_batch, 3, _contract.Height, _contract.Width]
                : [_batch, _contract.Height, _contract.Width, 3];
        using var imageValue = OrtValue.CreateTensorValueFromMemory(_gradientInput, shape);
        using var seedValue = OrtValue.CreateTensorValueFromMemory(_gradientSeeds, [_batch, Classes]);
        for (var first = 0; first < count; first += _batch)
        {
            var part = Math.Min(_batch, count - first);
            // Places beyond the last picture keep what they held; their seeds are zero.
            _gradientSeeds.AsSpan().Clear();
            for (var i = 0; i < part; i++)
                _pictures.Fill(pictures.Slice((first + i) * Pixels, Pixels), _gradientInput.AsSpan(i * Pixels, Pixels));
            if (!ownLogits)
                seeds.Slice(first * Classes, part * Classes).CopyTo(_gradientSeeds);
            string[] wanted = [ownLogits ? _gradient.Logits : _gradient.Gradient];
            using var outputs = _differentiated.Run([_gradient.Image, _gradient.Seed], [imageValue, seedValue], wanted);
            var made = outputs[0].GetTensorDataAsSpan<float>();
            if (ownLogits || _gradient.Features is not null)
                made[..(part * numbers)].CopyTo(answers.Slice(first * numbers, part * numbers));
            else
                for (var i = 0; i < part; i++)
                    _pictures.Back(made.Slice(i * Pixels, Pixels), answers.Slice((first + i) * Pixels, Pixels));
        }
    }

    /// <summary>Outputs of pictures, or the logits behind them, or with seeds what the reverse pass makes of them.</summary>
    public float[] Answer(RunPictures asked)
    {
        var numbers =
            asked.Seeds.Length == 0 ? Classes
            : MapNumbers > 0 ? MapNumbers
            : Pixels;
        var answer = new float[asked.Pictures.Length / Pixels * numbers];
        if (asked.OwnLogits)
            Differentiate(asked.Pictures, [], Classes, answer, ownLogits: true);
        else if (asked.Seeds.Length == 0)
            Logits(asked.Pictures, answer);
        else
            Differentiate(asked.Pictures, asked.Seeds, numbers, answer);
        return answer;
    }

    /// <summary>Numbers of a class map; 0 where none are made.</summary>
    int MapNumbers => Features is { } features ? features.Height * features.Width : 0;

    void FillServed(ReadOnlySpan<float> picture, Span<byte> place)
    {
        switch (_input.ElementType)
        {
            case TensorElementType.Float:
                _pictures.Fill(picture, MemoryMarshal.Cast<byte, float>(place));
                break;
            case TensorElementType.Float16:
                var numbers = new float[Pixels];
                _pictures.Fill(picture, numbers);
                TensorPrimitives.ConvertToHalf(numbers, MemoryMarshal.Cast<byte, Half>(place));
                break;
            default:
                for (var i = 0; i < place.Length; i++)
                    place[_pictures.Places[i]] = (byte)Math.Clamp(MathF.Round(255 * picture[i]), 0, 255);
                break;
        }
    }

    public void Dispose()
    {
        _input.Dispose();
        _differentiated?.Dispose();
        _served.Dispose();
    }
}
