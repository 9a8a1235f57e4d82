using Bench.Api.Teams;
using Bench.Data.Access;
using Bench.Service.Refusals;
using Bench.Service.Sharing;

namespace Bench.Tests.Api.Pages;

/// <summary>Who may see something: as a form says it, and in words.</summary>
public sealed class AudienceTests
{
    static readonly Guid Team = Guid.Parse("01900000-0000-7000-8000-000000000001");
    static readonly DateTimeOffset Spring = new(2027, 3, 1, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_form_names_everybody_one_team_or_its_owner()
    {
        AudienceForm.Read(null, null).ShouldBeNull();
        AudienceForm.Read("public", "").ShouldBe(Audience.Everybody);
        AudienceForm.Read("private", "2027-03-01T09:00").ShouldBe(new Audience(Visibility.Private, null, Spring));
        var team = AudienceForm.Read($"team:{Team}", null);
        team.ShouldBe(new Audience(Visibility.Team, Team));
        AudienceForm.Value(team!).ShouldBe($"team:{Team}");
    }

    [Theory]
    [InlineData("friends", null)]
    [InlineData("team:lab", null)]
    [InlineData("private", "in spring")]
    public void What_names_nobody_is_refused(string who, string? publicFrom) =>
        Should.Throw<RefusalException>(() => AudienceForm.Read(who, publicFrom)).Failure.Code.ShouldBe("manifest-invalid");

    [Fact]
    public void Words_say_who_sees_it_and_until_when()
    {
        Words(Audience.Everybody).ShouldBeNull();
        Words(new(Visibility.Private)).ShouldBe("private");
        Words(new(Visibility.Team, Team)).ShouldBe("team vision lab");
        Words(new(Visibility.Team, Team, Spring)).ShouldBe("team vision lab until 2027-03-01 09:00 UTC");
        AudienceText.Restricted(new(Visibility.Private, null, Spring), null, Spring).ShouldBeNull("the embargo has ended");

        static string? Words(Audience audience) => AudienceText.Restricted(audience, "vision lab", Spring.AddDays(-1));
    }

    [Fact]
    public void A_team_that_was_left_stays_chosen() =>
        AudienceChoice.Of(new(Visibility.Team, Team), "vision lab", [], "only you").Teams.ShouldBe([(Team, "vision lab")]);
}
