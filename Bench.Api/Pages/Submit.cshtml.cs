using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Bench.Api.Auth;
using Bench.Api.Evaluations;
using Bench.Api.Http;
using Bench.Api.Models;
using Bench.Api.Problems;
using Bench.Api.Readers;
using Bench.Api.Reports;
using Bench.Api.Teams;
using Bench.Api.Trail;
using Bench.Data;
using Bench.Data.Access;
using Bench.Data.Datasets;
using Bench.Imaging.Contract;
using Bench.Service.Access;
using Bench.Service.Json;
using Bench.Service.Refusals;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace Bench.Api.Pages;

/// <summary>The form that submits a model. With a script it uploads in pieces that can be resumed; without one the
/// browser sends it here as a whole.</summary>
/// <remarks>The key travels in the form: what a request may do hangs on nothing that a browser would add to a forged
/// one, so there is no token against forgery.</remarks>
[IgnoreAntiforgeryToken, StreamedForm]
internal sealed class SubmitModel(
    BenchDb db,
    ApiKeys keys,
    FormReceiver receiver,
    ModelManifestReader manifests,
    ModelUpload upload,
    ModelHub hub,
    AudienceReader audiences,
    AnsweredStart start
) : BoardPageModel
{
    const int MostEarlier = 8;
    const int LongestBody = 64 << 10;

    /// <summary>What an empty field of preprocessing looks like when it is filled.</summary>
    public const string Example =
        """{"input_size":[3,224,224],"interpolation":"bicubic","crop_pct":0.875,"mean":[0.485,0.456,0.406],"std":[0.229,0.224,0.225]}""";

    /// <summary>Prefix of a dataset's key in the name of its box.</summary>
    public const string DatasetPrefix = "datasets.";

    static readonly string[] Texts = ["name", "architecture", "trainingData", "license", "url", "description"];

    ReceivedForm? _form;
    IReadOnlyList<(Guid Id, string Name)> _teams = [];

    public IReadOnlyList<(string Key, int ImageCount)> Datasets { get; private set; } = [];

    /// <summary>The key that is signed in; null for none.</summary>
    public Caller? Caller { get; private set; }

    /// <summary>The newest entries of the signed-in key.</summary>
    public IReadOnlyList<(Guid Id, string Name, DateTime CreatedAt)> Earlier { get; private set; } = [];

    /// <summary>Who may see the results: what was chosen before a refusal, else everybody.</summary>
    public AudienceChoice Audience =>
        new(Typed(AudienceForm.Who) ?? "public", Typed(AudienceForm.PublicFrom), _teams, "only you and operators");

    /// <summary>Whether a configuration may be named instead of pasted.</summary>
    public bool HasHub => hub.IsAllowed;

    /// <summary>The text of a field of the request that was refused. A file and a key have to be given again.</summary>
    public string? Typed(string field) => _form?.Field(field);

    public bool Ticked(string dataset) => _form?.Has(DatasetPrefix + dataset) ?? Datasets.Count == 1;

    public async Task OnGetAsync(CancellationToken cancellationToken)
    {
        var ready = await db
            .Datasets.AsNoTracking()
            .Where(dataset => dataset.State == DatasetState.Ready && dataset.HasImages)
            .OrderBy(dataset => dataset.Id)
            .Select(dataset => new { dataset.Key, dataset.ImageCount })
            .ToListAsync(cancellationToken);
        Datasets = ready.ConvertAll(dataset => (dataset.Key, dataset.ImageCount));
        await ReadCallerAsync(Caller.Of(User), cancellationToken);
    }

    /// <summary>Reads what the page offers to one person: their teams, and their earlier entries.</summary>
    async Task ReadCallerAsync(Caller? known, CancellationToken cancellationToken)
    {
        Caller = known;
        _teams = await audiences.TeamsOfAsync(known, cancellationToken);
        if (known is not { } caller)
            return;
        var earlier = await db
            .Models.AsNoTracking()
            .Where(model => model.OwnerKeyId == caller.KeyId)
            .OrderByDescending(model => model.Id)
            .Take(MostEarlier)
            .Select(model => new
            {
                model.Id,
                model.Name,
                model.CreatedAt,
            })
            .ToListAsync(cancellationToken);
        Earlier = earlier.ConvertAll(model => (model.Id, model.Name, model.CreatedAt));
    }

    /// <summary>For the script: what a contract is read as, before a byte of the model is sent.</summary>
    public Task<IActionResult> OnPostCheckAsync(CancellationToken cancellationToken) =>
        AnswerAsync(async () =>
        {
            var manifest = new JsonObject { ["name"] = "?", ["preprocessing"] = Preprocessing(await BodyAsync(cancellationToken)) };
            var contract = (await manifests.ReadAsync(manifest.ToJsonString(), Caller.Of(User), cancellationToken))
                .Declaration
                .Preprocessing;
            return new { words = contract is null ? null : ContractText.Of(PreprocessingJson.Write(contract)) };
        });

    /// <summary>For the script: a sentence of the API, as pages say it.</summary>
    public async Task<IActionResult> OnPostStepAsync(CancellationToken cancellationToken)
    {
        using var html = new StringWriter();
        StepText.Of(await BodyAsync(cancellationToken)).WriteTo(html, HtmlEncoder.Default);
        return Content(html.ToString(), "text/html; charset=utf-8");
    }

    async Task<string> BodyAsync(CancellationToken cancellationToken)
    {
        var bytes = new byte[LongestBody];
        var length = await Request.Body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken);
        return Encoding.UTF8.GetString(bytes.AsSpan(0, length));
    }

    /// <summary>For the script: a configuration by its model's name.</summary>
    public Task<IActionResult> OnGetConfigAsync(string? name, CancellationToken cancellationToken) =>
        AnswerAsync(async () =>
        {
            if (Caller.Of(User) is not { Role: >= Role.Submitter })
                await keys.RequireAsync(null, Role.Submitter, cancellationToken);
            return await hub.FindAsync(name ?? "", cancellationToken);
        });

    static async Task<IActionResult> AnswerAsync<T>(Func<Task<T>> answer)
    {
        try
        {
            return new JsonResult(await answer(), BenchJson.Options);
        }
        catch (RefusalException refusal)
        {
            return new JsonResult(
                new
                {
                    code = refusal.Failure.Code,
                    detail = refusal.Failure.Message,
                    nextStep = refusal.Failure.NextStep,
                },
                BenchJson.Options
            )
            {
                StatusCode = refusal.Kind.Status(),
            };
        }
    }

    public async Task<IActionResult> OnPostAsync(CancellationToken cancellationToken)
    {
        await OnGetAsync(cancellationToken);
        using var form = new ReceivedForm();
        _form = form;
        return LocalRedirect(await SubmitAsync(form, cancellationToken));
    }

    /// <returns>The page that tells how it goes on.</returns>
    async Task<string> SubmitAsync(ReceivedForm form, CancellationToken cancellationToken)
    {
        Caller? caller = null;
        // The key comes first in the form: no file is kept before its owner is known.
        await receiver.ReceiveAsync(
            form,
            Request,
            upload.Limits,
            async () => caller = await keys.RequireAsync(form.Field("key"), Role.Submitter, cancellationToken),
            cancellationToken
        );
        caller = await HttpContext.AuditedAsync(caller ?? await keys.RequireAsync(form.Field("key"), Role.Submitter, cancellationToken));
        await HttpContext.ReadsAsAsync(caller);
        await OnGetAsync(cancellationToken);
        await ReadCallerAsync(caller, cancellationToken);
        var config =
            string.IsNullOrWhiteSpace(form.Field("preprocessing")) && form.Field("config") is { } named && !string.IsNullOrWhiteSpace(named)
                ? await hub.FindAsync(named, cancellationToken)
                : null;
        var (model, _) = await upload.TakeAsync(form, Manifest(form, config), caller, cancellationToken);
        var wanted = Datasets.Select(dataset => dataset.Key).Where(key => form.Has(DatasetPrefix + key)).ToList();
        if (wanted.Count == 0)
            return $"/models/{model.Id}";
        var started = JsonSerializer.Deserialize<Page<EvaluationView>>(
            await start.StartAsync(new StartEvaluationsRequest(model.Id, wanted), caller, null, cancellationToken),
            BenchJson.Options
        )!;
        return started.Items is [var only] ? $"/evaluations/{only.Id}" : $"/models/{model.Id}";
    }

    /// <summary>The fields as the manifest that a script would send.</summary>
    /// <param name="form">The form.</param>
    /// <param name="config">The configuration that was fetched by name; null where none was.</param>
    static string Manifest(ReceivedForm form, JsonObject? config)
    {
        var manifest = new JsonObject();
        foreach (var name in Texts)
            if (form.Field(name) is { } text && !string.IsNullOrWhiteSpace(text))
                manifest[name] = text.Trim();
        if (form.Field("preprocessing") is { } contract && !string.IsNullOrWhiteSpace(contract))
            manifest["preprocessing"] = Preprocessing(contract);
        else if (config is not null)
            manifest["preprocessing"] = config["pretrained_cfg"]?.DeepClone() ?? config.DeepClone();
        if (AudienceForm.Read(form.Field(AudienceForm.Who), form.Field(AudienceForm.PublicFrom)) is { } audience)
            manifest["sharing"] = JsonSerializer.SerializeToNode(audience, BenchJson.Options);
        return manifest.ToJsonString();
    }

    /// <summary>A contract, or what timm writes next to a model, which carries one inside.</summary>
    static JsonNode? Preprocessing(string text)
    {
        try
        {
            var json = OutsideJson.Parse(Encoding.UTF8.GetBytes(text));
            return json is JsonObject config && config["pretrained_cfg"] is JsonObject inner ? inner.DeepClone() : json;
        }
        catch (JsonException error)
        {
            throw RefusalException.Invalid(
                "manifest-invalid",
                error.LineNumber is { } line
                    ? $"The preprocessing is not JSON (line {line + 1}, byte {error.BytePositionInLine + 1})."
                    : "The preprocessing has a field twice.",
                "Paste the configuration as it is in its file."
            );
        }
    }
}
