using System.ComponentModel.DataAnnotations;
using Bench.Data.Evaluations;
using Bench.Data.Outcomes;
using Bench.Data.Webhooks;

namespace Bench.Api.Webhooks;

/// <param name="Url">http or https; told by POST when an evaluation that this key started changes state.</param>
public sealed record CreateWebhookRequest(string Url);

/// <param name="Id">To delete it by.</param>
/// <param name="Secret">What deliveries are signed with: keep it, it is not shown again.</param>
public sealed record CreatedWebhook(Guid Id, string Url, string Secret, DateTime CreatedAt);

/// <param name="Id">To delete it by.</param>
public sealed record WebhookView(Guid Id, string Url, DateTime CreatedAt);

/// <summary>One event on its way to one webhook.</summary>
/// <param name="Id">The same at every attempt, and in the header <c>webhook-id</c>: what came twice is known by
/// it.</param>
/// <param name="Type">evaluation.state, model.ownership or webhook.test.</param>
/// <param name="State">pending, delivered or failed.</param>
/// <param name="NextAttemptAt">When it is tried again; null when it is not.</param>
/// <param name="LastStatus">HTTP status of the last answer; null when there was none.</param>
/// <param name="LastError">What went wrong at the last attempt.</param>
public sealed record WebhookDeliveryView(
    Guid Id,
    [property: AllowedValues(WebhookEvent.StateChanged, "model.ownership", WebhookEvent.Test)] string Type,
    DeliveryState State,
    int Attempts,
    DateTime? NextAttemptAt,
    DateTime CreatedAt,
    DateTime? DeliveredAt,
    int? LastStatus,
    string? LastError
);

/// <summary>The body of a delivery.</summary>
/// <param name="Type">evaluation.state or webhook.test.</param>
/// <param name="Timestamp">UTC; when the change was seen.</param>
/// <param name="Data">The evaluation; null for a test.</param>
internal sealed record WebhookEvent(string Type, DateTime Timestamp, EvaluationChange? Data)
{
    public const string StateChanged = "evaluation.state";
    public const string Test = "webhook.test";
}

/// <param name="Revision">Rises with every change: of two deliveries, the one with the higher revision is the
/// newer.</param>
/// <param name="Link">Address of the evaluation.</param>
internal sealed record EvaluationChange(
    Guid EvaluationId,
    Guid ModelId,
    string Dataset,
    EvaluationState State,
    int Attempt,
    long Revision,
    Failure? Error,
    string Link
);
